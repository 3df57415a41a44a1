package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By the map of HAProxy, which has nothing of the token but its SHA-256. */
class HaproxyPreviewIT extends PreviewCases {

    private PrivateHaproxy haproxy;

    @Override
    OwnRouter start(boolean shares) {
        haproxy = shares
                ? PrivateHaproxy.withCanaryAndPreview("shop", bench.slots)
                : PrivateHaproxy.withPreview("shop", bench.slots);
        bench.adapter = haproxy.config();
        return haproxy;
    }

    @AfterEach
    void stopHaproxy() {
        // Not where it could not be started, which is to be told.
        if (haproxy != null) {
            haproxy.close();
        }
    }

    @Override
    Set<Long> processes() {
        return Set.of(haproxy.say("show info")
                .lines()
                .filter(line -> line.startsWith("Pid: "))
                .map(line -> Long.valueOf(line.substring(5)))
                .findFirst()
                .orElseThrow());
    }

    @Override
    String checked() {
        return "shop_preview";
    }

    @Override
    String unchecked() {
        return "x";
    }

    @Override
    String found() {
        return "no rule of it compares anything with shop_preview";
    }

    @Override
    void layTraps() {
        // There is no path by which one could be led away.
    }

    @Override
    void checkNothing() {
        router.edit(text -> text.replace(checked(), unchecked()));
    }

    @Override
    void leave(Slot slot, PreviewToken by, boolean there) {
        String value = slot.other().label() + (there ? "++" + sum(by) : "");
        haproxy.say("set map " + haproxy.mapFile() + " shop " + value);
    }

    private static String sum(PreviewToken token) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256").digest(token.value().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In the file, and in the HAProxy that runs. */
    @Override
    List<?> files() throws IOException {
        List<String> lines = new ArrayList<>(haproxy.map());
        lines.addAll(Files.readAllLines(haproxy.mapFile()));
        assertThat(lines).hasSize(2);
        return lines.stream().filter(line -> line.contains("+")).toList();
    }

    /** The host itself does not speak to HAProxy: the token leads to a port where nobody listens, and the live release answers. */
    @Override
    @Test
    void endsWithTheTimeOnTheHostItself() throws Exception {
        held(token, Duration.ofSeconds(2));
        Until.so(Duration.ofSeconds(30), () -> Files.notExists(bench.directory().resolve("journal")), () -> "it stays");
        assertThat(by(token)).isEqualTo("r1");
        List<String> seen = new ArrayList<>();
        bench.when("> switch HAProxy", () -> seen.add(by(token)));
        deployed(Map.of());
        assertThat(seen).containsExactly("r1");
        assertSaid("removed what had led testers to a release that was held");
        assertThat(files()).isEmpty();
    }

    @Test
    void aReloadKeepsIt() throws Exception {
        held(token);
        assertThat(files()).hasSize(2).allMatch(line -> line.equals("shop blue++" + sum(token)));
        haproxy.reload();
        assertThat(by(token)).isEqualTo("r2");
        assertThat(by("X-Other", "")).isEqualTo("r1");
        assertThat(bench.test().toString() + bench.console).doesNotContain(token.value(), sum(token));
        assertThat(bench.discard().result()).isEqualTo(Result.DISCARDED);
        assertThat(by(token)).isEqualTo("r1");
        assertThat(files()).isEmpty();
    }

    @Test
    void endsByHandWithoutAnythingElse() throws Exception {
        String command = ((PreviewRouter) haproxy.adapter().on(bench.host, bench.slots)).endPreviewByHand();
        assertThat(command).endsWith(" && sudo systemctl reload haproxy");
        for (String value : List.of("blue", "green", "blue+25", "green+1")) {
            String tester = (value.contains("+") ? "+" : "++") + sum(token);
            Files.writeString(haproxy.mapFile(), "shop  " + value + tester + "\nother blue" + tester + "\n");
            Programs.run("sh", "-c", command.replaceFirst(" && sudo .*", ""));
            assertThat(haproxy.mapFile()).hasContent("shop  " + value + "\nother blue" + tester);
        }
        Files.writeString(haproxy.mapFile(), "shop blue\n");
    }
}
