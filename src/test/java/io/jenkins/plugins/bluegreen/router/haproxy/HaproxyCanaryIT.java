package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.CanaryCases;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.lab.Clients;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A growing share of the clients is led to the new release by the map of a real HAProxy, and judged by what that counts. */
@Timeout(120)
class HaproxyCanaryIT extends CanaryCases {

    private PrivateHaproxy haproxy;

    @BeforeEach
    void deployOnce() throws Exception {
        haproxy = PrivateHaproxy.withCanary("shop", bench.slots);
        bench.adapter = haproxy.config();
        bench.healthPath = "/up";
        deployed(Map.of());
    }

    @AfterEach
    void stopHaproxy() {
        haproxy.close();
    }

    private Clients clients() {
        return clients(haproxy.url());
    }

    /** In the file, and in the HAProxy that runs. */
    private void assertGoesBy(String value) {
        assertThat(haproxy.mapFile()).hasContent("shop " + value);
        assertThat(haproxy.map()).containsExactly("shop " + value);
    }

    private void assertUndone(Outcome outcome, String... said) throws Exception {
        assertThat(outcome.sentence()).contains(said);
        assertRolledBackToBlue(outcome);
        assertGoesBy("blue");
    }

    @Test
    void leadsAGrowingShareAndThenAll() throws Exception {
        canary("steps", "7%, 30%, 60%");
        Map<Integer, Long> led = new TreeMap<>();
        try (Clients clients = clients()) {
            for (int share : List.of(7, 30, 60)) {
                bench.when("> judge green by " + share + " %", () -> {
                    // The cookie is given with the first answer from now on, and decides from that on.
                    clients.round();
                    led.put(share, clients.at("r2"));
                });
            }
            Outcome outcome = deployed(Map.of());

            clients.round();
            assertThat(clients.at("r2")).isEqualTo(CLIENTS);
            assertThat(clients.failures()).isEmpty();
            // Nobody who was led there has left it again.
            assertThat(clients.ways()).containsOnly("r1 r2");
            assertThat(outcome.steps())
                    .filteredOn(step -> step.step().startsWith("judge green by "))
                    .extracting(StepReport::detail)
                    .hasSize(3)
                    .allMatch(detail ->
                            detail.matches("good; green: \\d+ requests, no error; blue: \\d+ requests, no error"));
        }
        // Four times what chance does.
        assertThat(led.get(7)).isBetween(4L, 39L);
        assertThat(led.get(30)).isBetween(58L, 122L);
        assertThat(led.get(60)).isBetween(146L, 214L);
        assertGoesBy("green");
    }

    @Test
    void leadsAllBackFromOneThatAnswersWithErrors() throws Exception {
        canary("steps", "25%");
        try (Clients clients = clients()) {
            Outcome outcome = bench.deploy(Map.of("STATUS", "500"));
            clients.round();
            assertUndone(
                    outcome,
                    "25 % of the clients were led to release r2",
                    "of its requests failed, more than maxErrors (1 %)");
            assertThat(outcome.evidence()).contains("green: ").contains("The end of the application's log");
            assertThat(clients.at("r1")).isEqualTo(CLIENTS);
            assertThat(clients.ways()).containsOnly("r1", "r1 r2 r1");
            assertThat(clients.failures()).containsOnly("HTTP/1.1 500 ");
        }
    }

    /** Who was led there is served by the other one until then. */
    @Test
    void leadsAllBackFromOneThatDies() throws Exception {
        canary("steps", "25%", "every", "60s");
        try (Clients clients = clients()) {
            bench.when(
                    "> judge green by 25 %",
                    () -> {
                        clients.round();
                        killGreen();
                    });
            Outcome outcome = bench.deploy(Map.of());
            clients.round();
            assertUndone(outcome, "while 25 % of the clients were led to it");
            assertThat(clients.failures()).isEmpty();
            assertThat(clients.at("r1")).isEqualTo(CLIENTS);
        }
    }

    /** What it counted until then is gone; the share stays, since it stands in the file. */
    @Test
    void judgesAfreshWhereItIsReloadedAtAShare() throws Exception {
        canary("steps", "25%");
        AtomicReference<Clients> clients = new AtomicReference<>();
        try {
            bench.when("  It has too few requests to be judged yet", () -> {
                if (clients.get() == null) {
                    haproxy.reload();
                    assertGoesBy("blue+25");
                    clients.set(clients());
                }
            });
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            assertSaid("HAProxy began to count anew, as after a reload", "this share is judged afresh from now on");
            clients.get().round();
            assertThat(clients.get().failures()).isEmpty();
            assertThat(clients.get().at("r2")).isEqualTo(CLIENTS);
            // From the first request on, with the number that it was given then.
            assertThat(clients.get().ways()).containsOnly("r2", "r1 r2");
        } finally {
            if (clients.get() != null) {
                clients.get().close();
            }
        }
    }

    /** By hand, at its socket. */
    @Test
    void overrulesNobodyWhoTakesTheShareBack() throws Exception {
        canary("steps", "25%");
        bench.when(
                "  It has too few requests to be judged yet",
                () -> haproxy.say("set map " + haproxy.mapFile() + " shop blue"));
        assertUndone(
                bench.deploy(Map.of()),
                "goes by blue for shop, and not any more by blue+25",
                "changed by somebody else meanwhile");
    }

    @Test
    void whatFailsOnceAllAreLedThereIsLedBackWithTheShare() throws Exception {
        canary("steps", "25%", "tooFew", "promote");
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        bench.frontDoorTimeout = Duration.ofSeconds(1);
        assertRolledBackToBlue(bench.deploy(Map.of()));
        assertGoesBy("blue");
        assertSaid("too few requests to judge it, which counts as good (tooFew: 'promote')");
    }

    @Test
    void theNextDeploymentSettlesOneThatWasKilledAtAShare() throws Exception {
        canary("steps", "25%");
        try (Clients clients = clients()) {
            bench.dieAt("> judge green by 25 %");
            clients.round();
            assertThat(clients.at("r2")).isBetween(45L, 105L);
            assertGoesBy("blue+25");
            assertThat(Files.readString(bench.directory().resolve("journal"))).contains("phase=switch\n", "share=25\n");

            bench.strategy = new AllAtOnce();
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            clients.round();
            assertThat(clients.at("r3")).isEqualTo(CLIENTS);
            assertThat(clients.failures()).isEmpty();
        }
        assertSaid("It is undone, since HAProxy leads 25 % of the clients to it, and nobody judges it any more");
        assertSaid("serves all clients from blue again");
        assertGoesBy("green");

        // One that nobody knows of.
        Files.writeString(haproxy.mapFile(), "shop green+5\n");
        haproxy.say("set map " + haproxy.mapFile() + " shop green+5");
        assertThat(bench.deploy(Map.of()).sentence())
                .contains("HAProxy leads 5 % of the clients to the slot that is not live")
                .contains("no deployment that was cut off says so; remove what does");
    }

    @Test
    void changesNothingWhereHaproxyLacksTheRules() throws Exception {
        haproxy.close();
        haproxy = PrivateHaproxy.of("shop", bench.slots);
        bench.adapter = haproxy.config();
        canary();
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("HAProxy on local cannot lead a share of the clients to a slot")
                .contains("no rule of it compares the live backend with shop_blue and shop_green")
                .endsWith("Nothing was changed.");
        assertThat(bench.test()).anyMatch(finding -> finding.toString().contains("no rule of it compares"));
    }
}
