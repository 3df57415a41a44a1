package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.CanaryText;
import io.jenkins.plugins.bluegreen.lab.Clients;
import io.jenkins.plugins.bluegreen.lab.OwnRouter;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A release that is held, and those who see it through a router before its users do. */
abstract class PreviewCases extends DeployedOnce {

    static final Duration LONG = Duration.ofHours(4);
    private static final Pattern RELEASE = Pattern.compile("release=(\\w+)");

    final PreviewToken token = PreviewToken.random();

    /** The router. */
    OwnRouter router;

    /** Returns what it is called. */
    final String kind() {
        return router.adapter().kind();
    }

    /** Starts one that leads testers, and shares of the clients as well if that is wanted. */
    abstract OwnRouter start(boolean shares);

    /** Returns what a reload or a restart of it replaces. */
    abstract Set<Long> processes();

    /** What of its configuration has what is looked at of the name of a file. */
    abstract String checked();

    /** The header, unchecked, as it may stand there instead. */
    abstract String unchecked();

    /** What is found of one that does not check what is sent. */
    String found() {
        return "takes " + unchecked() + " into the path";
    }

    /** Has what is no token, if that is not checked, lead somewhere. */
    void layTraps() throws IOException {
        // To which a path of the kind would lead, and would not, were there no directory.
        Files.createFile(bench.flag().resolveSibling("evil"));
        Files.createDirectory(file(Slot.GREEN, "x"));
        Files.createFile(file(Slot.GREEN, "none-such"));
    }

    /** Has what is sent be checked no more, by which it leads somewhere. */
    void checkNothing() throws IOException {
        String asIs = checked().substring(0, checked().lastIndexOf('-') + 1) + unchecked();
        router.edit(text -> text.replace(checked(), asIs));
        assertThat(by("X-Preview", "x/../evil")).isEqualTo("r2");
        Files.delete(file(Slot.GREEN, "x"));
        Files.delete(bench.flag().resolveSibling("evil"));
    }

    private Path file(Slot slot, String token) {
        return Path.of(bench.flag() + ".preview-" + bench.slots.port(slot) + "-" + token);
    }

    /** Leaves, or takes away, what leads who sends a token to a slot that is not live. */
    void leave(Slot slot, PreviewToken by, boolean there) throws IOException {
        if (there) {
            Files.createFile(file(slot, by.value()));
        } else {
            Files.delete(file(slot, by.value()));
        }
    }

    @Override
    public void prepare() throws Exception {
        bench.keepReleases = 5;
        // Its users are others.
        for (Path each : List.of(folder, Files.createDirectories(bench.flag().getParent()))) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        router = start(false);
    }

    Outcome held(PreviewToken by) throws Exception {
        return held(by, LONG);
    }

    Outcome held(PreviewToken by, Duration time) throws Exception {
        Outcome outcome = bench.hold(new Hold(time, Hold.Ends.DISCARD).seenBy(by));
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.HELD);
        return outcome;
    }

    /** Returns the release that answers who sends a header. */
    String by(String header, String value) {
        try {
            HttpURLConnection asked = (HttpURLConnection) router.url().toURL().openConnection();
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

    String by(PreviewToken sent) {
        return by("X-Preview", sent.value());
    }

    /** Returns what leads testers somewhere. */
    List<?> files() throws IOException {
        try (Stream<Path> files = Files.list(bench.flag().getParent())) {
            return files.filter(file -> file.getFileName().toString().contains("preview"))
                    .toList();
        }
    }

    private Clients testers(PreviewToken with) {
        return Clients.with("bluegreen_preview=" + with.value(), router.url(), 4, 100);
    }

    @Test
    void whoSendsTheTokenSeesItUntilItIsPromotedOrDiscarded() throws Exception {
        Set<Long> processes = processes();
        PreviewToken next = PreviewToken.random();
        try (Clients users = Clients.of(router.url(), 20, 200)) {
            Outcome held = held(token);
            assertThat(by(token)).isEqualTo("r2");
            assertThat(by("Cookie", "a=b; bluegreen_preview=" + token.value())).isEqualTo("r2");
            assertThat(by("X-Other", token.value())).isEqualTo("r1");
            assertThat(held.sentence())
                    .contains("through " + kind() + ", with the header X-Preview or the cookie bluegreen_preview");
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

            // As is left where the router is on another host than what was held, whose time is over.
            leave(Slot.BLUE, next, true);
            assertThat(by(next)).as("where nobody listens any more").isEqualTo("r2");
            leave(Slot.BLUE, next, false);
            users.round();
            assertThat(users.ways()).containsExactly("r1 r2");
            assertThat(users.failures()).isEmpty();
        }
        assertThat(processes()).as("nothing was reloaded").isEqualTo(processes);
    }

    @Test
    void whatIsNoTokenLeadsNowhere() throws Exception {
        held(token);
        layTraps();
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
        checkNothing();
        assertThat(bench.test()).anyMatch(finding -> finding.toString().contains(found()));
        assertThat(bench.discard().result()).isEqualTo(Result.DISCARDED);
        Outcome refused = bench.hold(new Hold(LONG, Hold.Ends.DISCARD).seenBy(token));
        assertThat(refused.result()).isEqualTo(Result.UNDONE);
        assertThat(refused.sentence())
                .contains(kind() + " on local cannot lead testers to a release that is held: as it runs, ", found())
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

    @Test
    void endsWithAPromotionThatFails() throws Exception {
        endsWhereItFails(Hook.AFTER_SWITCH);
    }

    /** Where a promotion fails by a hook. */
    void endsWhereItFails(Hook hook) throws Exception {
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

    @Test
    void goesWithACanary() throws Exception {
        router.close();
        router = start(true);
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
