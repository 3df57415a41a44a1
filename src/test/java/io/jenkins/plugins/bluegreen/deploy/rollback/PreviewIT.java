package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.CanaryText;
import io.jenkins.plugins.bluegreen.lab.Clients;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A release that is held, and those who see it through nginx before its users do. */
class PreviewIT extends DeployedOnce {

    private static final Duration LONG = Duration.ofHours(4);
    private static final Pattern RELEASE = Pattern.compile("release=(\\w+)");

    private final PreviewToken token = PreviewToken.random();

    @Override
    public void prepare() {
        bench.keepReleases = 5;
        bench.nginx = PrivateNginx.withPreview(bench.flag(), bench.slots);
    }

    private Outcome held(PreviewToken by) throws Exception {
        return held(by, LONG);
    }

    private Outcome held(PreviewToken by, Duration time) throws Exception {
        Outcome outcome = bench.hold(new Hold(time, Hold.Ends.DISCARD).seenBy(by));
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.HELD);
        return outcome;
    }

    /** Returns the release that answers who sends a header. */
    private String by(String header, String value) {
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) bench.nginx.url().toURL().openConnection();
            asked.setRequestProperty("Connection", "close");
            asked.setRequestProperty(header, value);
            try (InputStream body = asked.getInputStream()) {
                Matcher found = RELEASE.matcher(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                return found.find() ? found.group(1) : "none";
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String by(PreviewToken sent) {
        return by("X-Preview", sent.value());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(bench.flag().getParent())) {
            return files.filter(file -> file.getFileName().toString().contains("preview"))
                    .toList();
        }
    }

    private Clients testers(PreviewToken with) {
        return Clients.with("bluegreen_preview=" + with.value(), bench.nginx.url(), 4, 100);
    }

    @Test
    void whoSendsTheTokenSeesItUntilItIsPromotedOrDiscarded() throws Exception {
        List<Long> workers =
                bench.nginx.master().children().map(ProcessHandle::pid).toList();
        PreviewToken next = PreviewToken.random();
        try (Clients users = Clients.of(bench.nginx.url(), 20, 200)) {
            Outcome held = held(token);
            assertThat(by(token)).isEqualTo("r2");
            assertThat(by("Cookie", "a=b; bluegreen_preview=" + token.value())).isEqualTo("r2");
            assertThat(by("X-Other", token.value())).isEqualTo("r1");
            assertThat(held.sentence())
                    .contains("through nginx, with the header X-Preview or the cookie bluegreen_preview");
            assertThat(bench.console + held.toString()).doesNotContain(token.value());
            try (Clients testers = testers(token)) {
                assertThat(bench.promote().result()).isEqualTo(Result.DEPLOYED);
                testers.round();
                assertThat(testers.ways()).containsExactly("r2");
                assertThat(testers.failures()).isEmpty();
            }
            assertThat(files()).isEmpty();

            held(next);
            assertThat(by(token)).as("the token of an earlier one").isEqualTo("r2");
            assertThat(by(next)).isEqualTo("r4");
            try (Clients testers = testers(next)) {
                assertThat(bench.discard().result()).isEqualTo(Result.DISCARDED);
                testers.round();
                assertThat(testers.ways()).containsExactly("r4 r2");
                assertThat(testers.failures()).isEmpty();
            }
            assertThat(files()).isEmpty();
            users.round();
            assertThat(users.ways()).containsExactly("r1 r2");
            assertThat(users.failures()).isEmpty();
        }
        assertThat(bench.nginx.master().children().map(ProcessHandle::pid))
                .as("nothing was reloaded")
                .containsExactlyInAnyOrderElementsOf(workers);
    }

    @Test
    void whatIsNoTokenLeadsNowhere() throws Exception {
        held(token);
        String path =
                Path.of(bench.flag() + ".preview-" + bench.slots.green() + "-").toString();
        // To which a path of the kind would lead, and would not, were there no directory.
        Path evil = Files.createFile(bench.flag().resolveSibling("evil"));
        Path way = Files.createDirectory(Path.of(path + "x"));
        Files.createFile(Path.of(path + "none-such"));
        List<String> others =
                new ArrayList<>(List.of("x/../evil", "none-such", "../../evil", "..%2f..%2fevil", "*", ""));
        others.add(token.value().substring(1));
        others.add(token.value() + "0");
        others.add(token.value().toUpperCase(Locale.ROOT).replace('0', 'A'));
        others.add(token.value() + "/../x");
        others.add(token.value() + ' ' + token.value());
        others.add(PreviewToken.random().value());
        for (String other : others) {
            assertThat(by("X-Preview", other)).as(other).isEqualTo("r1");
            assertThat(by("Cookie", "bluegreen_preview=" + other)).as(other).isEqualTo("r1");
        }
        assertThat(by(token)).isEqualTo("r2");

        // That is what the check is for, and what keeps one without it from being gone by.
        bench.nginx.edit(text -> text.replace("-$preview)", "-$http_x_preview)"));
        assertThat(by("X-Preview", "x/../evil")).isEqualTo("r2");
        assertThat(bench.test())
                .anyMatch(finding -> finding.toString().contains("takes $http_x_preview into the path"));
        Files.delete(way);
        Files.delete(evil);
        assertThat(bench.discard().result()).isEqualTo(Result.DISCARDED);
        Outcome refused = bench.hold(new Hold(LONG, Hold.Ends.DISCARD).seenBy(token));
        assertThat(refused.result()).isEqualTo(Result.UNDONE);
        assertThat(refused.sentence())
                .contains("nginx on local cannot lead testers to a release that is held: as it runs, the server")
                .contains("docs/preview.md")
                .endsWith("Nothing was changed.");
        // Who holds nothing needs none of it.
        deployed(Map.of());
    }

    @Test
    void endsWithTheTimeOnTheHostItself() throws Exception {
        held(token, Duration.ofSeconds(2));
        Until.so(Duration.ofSeconds(30), () -> Files.notExists(bench.directory().resolve("journal")), () -> "it stays");
        assertThat(files()).isEmpty();
        assertThat(by(token)).isEqualTo("r1");
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_SWITCH", "AFTER_SWITCH"})
    void endsWithAPromotionThatFails(Hook hook) throws Exception {
        held(token);
        bench.hooks = new Hooks(Map.of(hook, "exit 3"), Duration.ofSeconds(10), false);
        try (Clients testers = testers(token)) {
            Outcome outcome = bench.promote();
            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
            testers.round();
            assertThat(testers.ways()).containsExactly("r2 r1");
            assertThat(testers.failures()).isEmpty();
        }
        assertThat(files()).isEmpty();
        assertThat(bench.body(Slot.GREEN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"< lead testers to green", "> hold green"})
    void oneThatIsKilledIsSettled(String line) throws Exception {
        bench.dieHoldingAt(line, new Hold(LONG, Hold.Ends.DISCARD).seenBy(token));
        assertThat(files()).hasSize(1);
        deployed(Map.of());
        assertThat(files()).isEmpty();
        assertThat(by(token)).isEqualTo("r3");
        assertSaid("nginx on local leads no testers to it any more");
    }

    /** As where nginx is on another host than what was held, whose time was over. */
    @Test
    void aTokenThatWasLeftShowsNothingOfTheNextRelease() throws Exception {
        Files.createFile(Path.of(bench.flag() + ".preview-" + bench.slots.green() + "-" + token.value()));
        List<String> seen = new ArrayList<>();
        bench.when("> switch nginx", () -> seen.add(by(token)));
        deployed(Map.of());
        assertThat(seen).containsExactly("r1");
        assertSaid("removed what had led testers to a release that was held");
        assertThat(files()).isEmpty();
    }

    @Test
    void goesWithACanary() throws Exception {
        bench.nginx.close();
        bench.nginx = PrivateNginx.withCanaryAndPreview(bench.flag(), bench.slots);
        bench.healthPath = "/up";
        bench.strategy = new CanaryText(Map.of("steps", "1%", "every", "1s", "tooFew", "promote")).canary();
        held(token);
        assertThat(by(token)).isEqualTo("r2");
        assertThat(by("X-Other", "")).isEqualTo("r1");
        List<String> seen = new ArrayList<>();
        bench.when("> judge green by 1 %", () -> seen.add(by(token)));
        assertThat(bench.promote().result()).isEqualTo(Result.DEPLOYED);
        assertThat(seen).containsExactly("r2");
        assertThat(files()).isEmpty();
    }
}
