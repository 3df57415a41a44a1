package io.jenkins.plugins.bluegreen.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.OwnSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSettingsTest {

    private static final String NASTY = "it's\n\n\\n \\\\ = \"$x\"\r\nexport A='b'\n\ndeployment=x ü";

    @TempDir
    Path folder;

    private Bench bench;
    private final Map<String, String> environment = new LinkedHashMap<>();

    @BeforeEach
    void layOut() throws Exception {
        bench = new Bench(folder);
    }

    @Test
    void readsWhatItWrote() {
        bench.command = "run " + NASTY;
        bench.workingDirectory = "server/a b";
        bench.healthPath = "/health?x=1";
        bench.headers = Map.of("X-A", "a: b\\n=", "Host", "shop.example");
        bench.mark = new ReleaseMark("/build/release");
        bench.healthOffset = -3;
        bench.retries = 7;
        bench.warmUp = new WarmUp(List.of("/a", "/b?c=d"), Duration.ofMillis(1500));
        bench.frontDoorUrl = URI.create("https://shop.example/x?y=z");
        bench.frontDoorHeaders = Map.of("Authorization", "Basic abcd");
        DeployPlan plan = bench.plan(Map.of());

        OwnSettings read = KeptSettings.read(sent(KeptSettings.of(plan, Instant.EPOCH)));

        assertThat(read.health()).isEqualTo(plan.health());
        assertThat(read.warmUp()).isEqualTo(plan.warmUp());
        assertThat(read.frontDoor()).isEqualTo(plan.frontDoor());
        assertThat(read.start().line()).isEqualTo(bench.command);
        assertThat(read.start().workingDirectory()).isEqualTo("server/a b");
        assertThat(read.start().asDeployed()).isTrue();
        assertThat(read.secrets()).containsExactlyInAnyOrder("a: b\\n=", "b\\n=", "Basic abcd", "abcd");
        assertThat(KeptSettings.read(sent(KeptSettings.of(new Plain().plan(), Instant.EPOCH)))
                        .frontDoor())
                .isEqualTo(new Plain().plan().frontDoor());
    }

    private final class Plain {
        DeployPlan plan() {
            bench.frontDoorUrl = null;
            return bench.plan(Map.of());
        }
    }

    /** Those that are known as secrets, and those that look so. */
    @Test
    void onlySecretVariablesLeaveTheHost() {
        environment.put("LANG", "C.UTF-8");
        environment.put("DB_PASSWORD", NASTY);
        environment.put("PROFILE", NASTY);
        environment.put("DB", "jdbc:postgresql://db/x?user=a&password=hunter2");
        environment.put("REDIS", "redis://a:hunter2@redis/");
        environment.put("API_KEY", "1");
        environment.put("HOMEPAGE", "http://shop.example/@x:y");
        environment.put("DEPLOY_TOKEN", "abcd");

        String kept = KeptSettings.of(bench.plan(environment), Instant.EPOCH);
        OwnSettings read = KeptSettings.read(sent(kept));

        assertThat(read.start().environment())
                .containsOnlyKeys("DB_PASSWORD", "DB", "REDIS", "DEPLOY_TOKEN")
                .containsEntry("DB_PASSWORD", NASTY);
        assertThat(read.start().secrets()).containsExactlyInAnyOrder("DB_PASSWORD", "DB", "REDIS", "DEPLOY_TOKEN");
        assertThat(kept.substring(0, kept.indexOf("\n\n")))
                .doesNotContain("hunter2")
                .contains("\nsecret=");
    }

    @Test
    void readsALongValueInOneGo() {
        environment.put("SECRET", "x'y".repeat(100_000));
        assertThat(KeptSettings.read(sent(KeptSettings.of(bench.plan(environment), Instant.EPOCH)))
                        .start()
                        .environment())
                .isEqualTo(environment);
    }

    @Test
    void refusesWhatItDidNotWrite() {
        for (String text : List.of("", "\n\n", "format=1\n\n", "x")) {
            assertThatThrownBy(() -> KeptSettings.read(text)).isInstanceOf(RuntimeException.class);
        }
    }

    /** Does what {@code settings.sh} does. */
    private static String sent(String kept) {
        int end = kept.indexOf("\n\n");
        String secret = kept.substring(0, end)
                .lines()
                .filter(line -> line.startsWith("secret="))
                .findFirst()
                .orElseThrow();
        byte[] all = kept.getBytes(StandardCharsets.UTF_8);
        int count = Integer.parseInt(secret.substring("secret=".length()));
        return kept.substring(0, end + 2) + new String(all, all.length - count, count, StandardCharsets.UTF_8);
    }
}
