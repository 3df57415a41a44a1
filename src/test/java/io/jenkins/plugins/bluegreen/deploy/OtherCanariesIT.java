package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Clients;
import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import io.jenkins.plugins.bluegreen.lab.PrivateRouter;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link CanaryIT}, with the other routers that look for the files of shares at each request. */
class OtherCanariesIT extends CanaryCases {

    /** Of those that are asked at one time, so many may be under way to a slot when it dies. */
    private static final int UNDER_WAY = 4;

    /** With a line without which it leads nobody, and what is said then. */
    enum Kind {
        CADDY(PrivateCaddy::withCanary, "header Bluegreen ", "caddy", "has no 'header Bluegreen"),
        HTTPD(PrivateHttpd::withCanary, "LogIOTrackTTFB On", "httpd", "has no 'LogIOTrackTTFB On'");

        private final BiFunction<Path, SlotPair, PrivateRouter> start;
        private final String line;
        private final String router;
        private final String missing;

        Kind(BiFunction<Path, SlotPair, PrivateRouter> start, String line, String router, String missing) {
            this.start = start;
            this.line = line;
            this.router = router;
            this.missing = missing;
        }
    }

    private PrivateRouter start(Kind kind) throws Exception {
        // Its users are others.
        for (Path each : List.of(folder, Files.createDirectories(bench.flag().getParent()))) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        PrivateRouter router = kind.start.apply(bench.flag(), bench.slots);
        bench.otherRouter = router;
        bench.healthPath = "/up";
        deployed(Map.of());
        return router;
    }

    @ParameterizedTest
    @EnumSource
    void leadsAllBackFromAFailingOneAndADeadOneAndAllToAGoodOne(Kind kind) throws Exception {
        PrivateRouter router = start(kind);
        long process = router.handle().pid();
        try (Clients clients = clients(router.url())) {
            failing(clients);
            dead(clients);
            good(clients, router.url());
            // Nobody who was led there left it again before all were led back.
            assertThat(clients.ways()).allMatch(way -> way.matches("r1( r2 r1)?( r3 r1)? r4"));
        }
        assertThat(router.handle().pid()).isEqualTo(process);
        assertThat(router.handle().isAlive()).isTrue();
        assertNoShareIsLeft();
        assertNothingIsDoneWhereThePortsAreExchanged(router);
        assertNothingIsDoneWithout(kind, router);
    }

    private void failing(Clients clients) throws Exception {
        canary();
        Outcome outcome = bench.deploy(Map.of("STATUS", "500"));
        assertThat(outcome.sentence())
                .contains(
                        "5 % of the clients were led to release r2",
                        "of its requests failed, more than maxErrors (1 %)");
        assertRolledBackToBlue(outcome);
        assertThat(bench.flag()).doesNotExist();
        clients.round();
        assertThat(clients.at("r1")).isEqualTo(CLIENTS);
        // They are the answers of that release.
        assertThat(clients.failures()).allMatch(failure -> failure.startsWith("HTTP/1.1 500 "));
        clients.failures().clear();
        assertNoShareIsLeft();
    }

    private void dead(Clients clients) throws Exception {
        canary("every", "30s");
        bench.when(
                "> judge green by 5 %",
                () -> {
                    clients.round();
                    killGreen();
                });
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("while 5 % of the clients were led to it");
        assertRolledBackToBlue(outcome);
        clients.round();
        // Who came after that was served by the other one.
        assertThat(clients.failures().size()).isLessThanOrEqualTo(UNDER_WAY);
        clients.failures().clear();
        assertThat(clients.at("r1")).isEqualTo(CLIENTS);
        assertNoShareIsLeft();
        bench.clear();
    }

    private void good(Clients clients, URI frontDoor) throws Exception {
        canary("steps", "5%, 25%, 50%");
        Map<Integer, Long> led = new TreeMap<>();
        List<String> newOnes = new ArrayList<>();
        for (int share : List.of(5, 25, 50)) {
            bench.when("> judge green by " + share + " %", () -> {
                clients.round();
                led.put(share, clients.at("r4"));
                if (share == 50) {
                    newOnes.addAll(waysOfNewOnes(frontDoor));
                }
            });
        }
        Outcome outcome = deployed(Map.of());
        clients.round();
        assertThat(clients.at("r4")).isEqualTo(CLIENTS);
        assertThat(clients.failures()).isEmpty();
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(outcome.steps())
                .filteredOn(step -> step.step().startsWith("judge green by "))
                .extracting(StepReport::detail)
                .hasSize(3)
                .allMatch(
                        detail -> detail.matches(
                                "good; green: \\d+ requests, no error, 95 % within \\d+ ms; blue: \\d+ requests, no error, 95 % within \\d+ ms"));
        // Each came to the same release again, from the first time on.
        assertThat(newOnes).containsExactly("r1", "r4");
        // Four times what chance does.
        assertThat(led.get(5)).isBetween(2L, 34L);
        assertThat(led.get(25)).isBetween(45L, 105L);
        assertThat(led.get(50)).isBetween(115L, 185L);
    }

    private static List<String> waysOfNewOnes(URI frontDoor) {
        try (Clients clients = Clients.of(frontDoor, 100, 600)) {
            clients.round();
            clients.round();
            return clients.ways();
        }
    }

    private void assertNothingIsDoneWhereThePortsAreExchanged(PrivateRouter router) throws Exception {
        String blue = Integer.toString(bench.slots.blue());
        String green = Integer.toString(bench.slots.green());
        String before = Files.readString(router.configuration());
        router.edit(text -> text.replace(blue, "BLUE").replace(green, blue).replace("BLUE", green));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Outcome.Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("sends to port " + blue + " there, while greenPort is " + green)
                .endsWith("Nothing was changed.");
        router.edit(text -> before);
    }

    private void assertNothingIsDoneWithout(Kind kind, PrivateRouter router) throws Exception {
        router.edit(text -> text.replaceAll("(?m)^ *" + kind.line + ".*\n", ""));
        bench.clear();
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Outcome.Result.UNDONE);
        assertThat(outcome.sentence())
                .contains(kind.router + " on local cannot lead a share of the clients to a slot", kind.missing)
                .endsWith("Nothing was changed.");
        assertThat(bench.test()).anyMatch(finding -> finding.toString().contains(kind.missing));
    }
}
