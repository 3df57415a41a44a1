package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus;
import io.jenkins.plugins.bluegreen.deploy.status.StatusCheck;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.lab.Clients;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A growing share of the clients is led to the new release, and judged by what nginx notes; nginx is never reloaded. */
class CanaryIT extends CanaryCases {

    private static final Duration SOON = Duration.ofSeconds(30);

    private List<Long> workers;

    @BeforeEach
    void deployOnce() throws Exception {
        bench.nginx = PrivateNginx.withCanary(bench.flag(), bench.slots);
        bench.healthPath = "/up";
        workers = bench.nginx.master().children().map(ProcessHandle::pid).toList();
        deployed(Map.of());
    }

    private Clients clients() {
        return clients(bench.nginx.url());
    }

    private void assertNothingIsLeft() throws Exception {
        assertNoShareIsLeft();
        assertThat(bench.nginx.master().children().map(ProcessHandle::pid))
                .containsExactlyInAnyOrderElementsOf(workers);
    }

    private void assertUndone(Outcome outcome, String... said) throws Exception {
        assertThat(outcome.sentence()).contains(said);
        assertRolledBackToBlue(outcome);
        assertThat(bench.flag()).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void leadsAGrowingShareAndThenAll() throws Exception {
        canary("steps", "5%, 25%, 50%");
        Map<Integer, Long> led = new TreeMap<>();
        try (Clients clients = clients()) {
            for (int share : List.of(5, 25, 50)) {
                bench.when("> judge green by " + share + " %", () -> {
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
            assertThat(outcome.live()).isEqualTo(Slot.GREEN);
            assertThat(outcome.steps())
                    .filteredOn(step -> step.step().startsWith("judge green by "))
                    .extracting(StepReport::detail)
                    .hasSize(3)
                    .allMatch(
                            detail -> detail.matches(
                                    "good; green: \\d+ requests, no error, 95 % within \\d+ ms; blue: \\d+ requests, no error, 95 % within \\d+ ms"));
        }
        // Four times what chance does.
        assertThat(led.get(5)).isBetween(2L, 32L);
        assertThat(led.get(25)).isBetween(45L, 105L);
        assertThat(led.get(50)).isBetween(115L, 185L);
        assertNothingIsLeft();
    }

    @Test
    void aNewClientComesToTheSameReleaseAgain() throws Exception {
        canary("steps", "25%", "tooFew", "promote");
        AtomicLong led = new AtomicLong();
        bench.when(
                "> judge green by 25 %",
                () -> {
                    try (Clients clients = Clients.of(bench.nginx.url(), 200, 1000)) {
                        clients.round();
                        clients.round();
                        led.set(clients.at("r2"));
                        assertThat(clients.ways()).containsExactly("r1", "r2");
                    }
                });
        deployed(Map.of());
        assertThat(led.get()).isBetween(25L, 75L);
    }

    @Test
    void leadsAllBackFromOneThatAnswersWithErrors() throws Exception {
        canary();
        try (Clients clients = clients()) {
            Outcome outcome = bench.deploy(Map.of("STATUS", "500"));
            clients.round();
            assertUndone(
                    outcome,
                    "5 % of the clients were led to release r2",
                    "of its requests failed, more than maxErrors (1 %)");
            assertThat(outcome.evidence()).contains("green: ").contains("The end of the application's log");
            assertThat(clients.at("r1")).isEqualTo(CLIENTS);
            assertThat(clients.ways()).containsOnly("r1", "r1 r2 r1");
        }
    }

    @Test
    void leadsAllBackFromASlowOne() throws Exception {
        canary("maxLatency", "60ms");
        try (Clients clients = clients()) {
            Outcome outcome = bench.deploy(Map.of("SLOW", "120"));
            assertUndone(outcome, "more than maxLatency (60 ms)");
            Matcher slow = Pattern.compile("95 % of its requests were answered within (\\d+) ms")
                    .matcher(outcome.sentence());
            assertThat(slow.find()).as(outcome.sentence()).isTrue();
            // As long as it takes itself, and as long again as this machine does just now.
            assertThat(Integer.parseInt(slow.group(1))).isGreaterThanOrEqualTo(110);
            assertThat(clients.failures()).isEmpty();
        }
    }

    @Test
    void isNotStoppedByWhatTheLiveOneDoesNoBetter() throws Exception {
        bench.deploy(Map.of("STATUS", "500"));
        canary("steps", "25%");
        try (Clients clients = clients()) {
            assertThat(deployed(Map.of("STATUS", "500")).live()).isEqualTo(Slot.BLUE);
            assertSaid("good; blue: ", "errors (100 %)");
            assertThat(clients.failures()).containsOnly("HTTP/1.1 500 ");
        }
    }

    @Test
    void whatHadTooFewRequestsIsWaitedForCountsAsGoodOrIsStopped() throws Exception {
        canary("tooFew", "stop", "steps", "1%");
        Outcome stopped = bench.deploy(Map.of());
        assertUndone(stopped, "fewer than minRequests (10)", "tooFew: 'stop'");
        assertThat(stopped.sentence()).containsPattern("it had 0 requests within [1-9]\\d*\\.\\d s, ");

        canary("steps", "1%");
        Cancellation cancellation = new Cancellation();
        bench.when("  It has too few requests to be judged yet", cancellation::stop);
        Outcome aborted = bench.deploy(Map.of(), cancellation);
        assertThat(aborted.result()).isEqualTo(Result.ABORTED);
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertNothingIsLeft();
        bench.clear();

        canary("tooFew", "promote", "steps", "1%");
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
        assertSaid("too few requests to judge it, which counts as good (tooFew: 'promote')");
        assertNothingIsLeft();
    }

    /** As logrotate does with copytruncate. */
    @Test
    void judgesAfreshWhereWhatWasNotedIsGone() throws Exception {
        canary("steps", "25%");
        AtomicBoolean truncated = new AtomicBoolean();
        AtomicReference<Clients> clients = new AtomicReference<>();
        bench.when("  It has too few requests to be judged yet", () -> {
            if (!truncated.getAndSet(true)) {
                truncate(bench.nginx.answers());
            }
        });
        bench.when("  nginx's notes were gone before they were read", () -> clients.set(clients()));
        try {
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            assertThat(clients.get().failures()).isEmpty();
        } finally {
            if (clients.get() != null) {
                clients.get().close();
            }
        }
        assertSaid("this share is judged afresh from now on");
    }

    private static void truncate(Path file) {
        assertThat(file).isNotEmptyFile();
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As after a rotation after which nginx does not open its log again: it goes on writing to a file that is there no more. */
    @Test
    void doesNotPromoteWhatNobodyNotes() throws Exception {
        canary("steps", "5%");
        bench.frontDoorUrl = bench.nginx.url();
        Path log = bench.nginx.answers();
        bench.when(
                "> judge green by 5 %",
                () -> {
                    assertThat(log.toFile().delete()).isTrue();
                    touch(log);
                });
        assertUndone(
                bench.deploy(Map.of()),
                "nginx on local notes nothing in " + log + ", though ",
                "questions at the front door were answered well meanwhile, so that it could not be judged",
                "that file was replaced since");
        assertThat(log).isEmptyFile();
    }

    @Test
    void overrulesNobodyWhoTakesTheShareBack() throws Exception {
        canary("tooFew", "promote");
        bench.when(
                "> judge green by 5 %",
                () -> {
                    for (int share : List.of(1, 5)) {
                        assertThat(new File(bench.flag() + ".canary-" + bench.slots.green() + "-" + share).delete())
                                .isTrue();
                    }
                });
        assertUndone(
                bench.deploy(Map.of()),
                "What leads 5 % of the clients to green (port " + bench.slots.green()
                        + ") on local was changed by somebody else meanwhile (" + bench.flag() + " is not there)");
    }

    @Test
    void leadsAllBackFromOneThatDies() throws Exception {
        canary("every", "30s");
        try (Clients clients = clients()) {
            bench.when(
                    "> judge green by 5 %",
                    () -> {
                        clients.round();
                        killGreen();
                    });
            Outcome outcome = bench.deploy(Map.of());
            clients.round();
            assertUndone(outcome, "while 5 % of the clients were led to it");
            // Who was led there was served by the other one.
            assertThat(clients.failures()).isEmpty();
            assertThat(clients.at("r1")).isEqualTo(CLIENTS);
        }
    }

    @Test
    void holdsOneThatIsBadUntilTheNextDeployment() throws Exception {
        canary("onFailure", "hold", "steps", "25%");
        try (Clients clients = clients()) {
            Outcome held = bench.deploy(Map.of("STATUS", "500"));
            assertThat(held.result()).isEqualTo(Result.STUCK);
            assertThat(held.live()).isEqualTo(Slot.BLUE);
            assertThat(held.sentence()).contains("They still are (onFailure: 'hold')");
            assertThat(Files.readString(bench.directory().resolve("journal"))).contains("phase=switch\n", "share=25\n");
            clients.round();
            assertThat(clients.at("r2")).isBetween(45L, 105L);
            assertTheShareIsTold();

            bench.strategy = new AllAtOnce();
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            clients.round();
            assertThat(clients.at("r3")).isEqualTo(CLIENTS);
        }
        assertSaid("was cut off while 25 % of the clients were led to it.");
        assertSaid("serves all clients from blue again");
        assertNothingIsLeft();
    }

    private void assertTheShareIsTold() throws Exception {
        StatusReport report = new StatusCheck(bench.connector()).run(bench.plan(Map.of()));
        assertThat(report.hosts().get(0).slots()).extracting(SlotStatus::share).containsExactly(0, 25);
        assertThat(report.release()).contains("r1");
        assertThat(report.against(new WantedRelease("r1")))
                .hasValueSatisfying(why -> assertThat(why).contains("25 % of the clients are led to green on local"));
    }

    @Test
    void theNextDeploymentSettlesOneThatWasKilledAtAShare() throws Exception {
        canary();
        try (Clients clients = clients()) {
            bench.dieAt("> judge green by 25 %");
            clients.round();
            assertThat(clients.at("r2")).isBetween(45L, 105L);

            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            clients.round();
            assertThat(clients.at("r3")).isEqualTo(CLIENTS);
            assertThat(clients.failures()).isEmpty();
            assertThat(clients.ways()).allMatch(way -> !way.contains("r3 "));
        }
        assertSaid("It is undone, since nginx leads 25 % of the clients to it, and nobody judges it any more");
        assertNothingIsLeft();
    }

    /** As Jenkins does when canaryExpires is over; for one that is held, and for one that was killed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatIsForgottenIsTakenBack(boolean held) throws Exception {
        canary("onFailure", "hold", "steps", "25%");
        try (Clients clients = clients()) {
            if (held) {
                assertThat(bench.deploy(Map.of("STATUS", "500")).result()).isEqualTo(Result.STUCK);
            } else {
                bench.dieAt("> judge green by 25 %");
            }
            clients.round();
            assertThat(clients.at("r2")).isBetween(45L, 105L);

            Outcome other = bench.expire("deployment-1");
            assertThat(other.result()).isEqualTo(Result.UNDONE);
            assertThat(other.sentence()).contains("is there no more", "Nothing was changed");
            assertThat(Files.readString(bench.directory().resolve("journal"))).contains("share=25\n");

            Outcome outcome = bench.expire("deployment-2");

            assertThat(outcome.result())
                    .as(outcome.sentence() + outcome.evidence())
                    .isEqualTo(Result.DISCARDED);
            assertThat(outcome.releaseId()).isEqualTo("r2");
            assertThat(outcome.live()).isEqualTo(Slot.BLUE);
            assertThat(outcome.sentence())
                    .contains("to which 25 % of the clients were led", "canaryExpires", "serves all clients from blue");
            clients.round();
            assertThat(clients.at("r1")).isEqualTo(CLIENTS);
        }
        assertSaid("It is undone, since nginx leads 25 % of the clients to it, and nobody judges it any more");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertNothingIsLeft();
        assertThat(bench.expire("deployment-2").sentence()).contains("is there no more");
    }

    @Test
    void oneThatIsTakenUpAtAShareIsTakenBack() throws Exception {
        canary("steps", "25%");
        bench.dieAt("> judge green by 25 %");
        Outcome outcome = bench.resume(2);
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains(
                        "release r2 was taken back, since nginx leads 25 % of the clients to it, and nobody judges it any more");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertNothingIsLeft();
    }

    /** Its users, and by a backup line all others, are answered by it alone. */
    @Test
    void oneThatIsForgottenStaysWhereTheLiveOneDoesNotAnswer() throws Exception {
        bench.command = Bench.tinyApp() + "; exec sleep 600"; // runs on when it does not listen any more
        deployed(Map.of());
        bench.command = null;
        canary("steps", "25%");
        bench.dieAt("> judge blue by 25 %");
        killGreen();
        Until.so(SOON, () -> !Processes.listening(bench.slots.green()), () -> "it listens still");

        Outcome outcome = bench.expire("deployment-3");

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("nor undone, since green is not up on all hosts", "Nothing was changed");
        assertThat(bench.body(Slot.BLUE)).contains("release=r3");
        // Once nothing of that is left, all are led to the one that answers.
        bench.stop(Slot.GREEN);
        Outcome settled = bench.expire("deployment-3");
        assertThat(settled.result()).as(settled.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(settled.live()).isEqualTo(Slot.BLUE);
        assertThat(bench.flag()).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void changesNothingWhereNginxLacksWhatItTakes() throws Exception {
        canary();
        bench.nginx.edit(text -> text.replace("userid on;", ""));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("nginx on local cannot lead a share of the clients to a slot")
                .contains("has no 'userid on;'")
                .endsWith("Nothing was changed.");
        assertThat(bench.test()).anyMatch(finding -> finding.toString().contains("has no 'userid on;'"));
    }

    @Test
    void changesNothingWhereThePortsAreExchanged() throws Exception {
        String blue = Integer.toString(bench.slots.blue());
        String green = Integer.toString(bench.slots.green());
        bench.nginx.edit(text -> text.replace(blue, "BLUE").replace(green, blue).replace("BLUE", green));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("sends to port " + blue + " there, while greenPort is " + green)
                .endsWith("Nothing was changed.");
    }

    @Test
    void refusesAShareThatNobodyKnowsOf() throws Exception {
        Files.createFile(Path.of(bench.flag() + ".canary-" + bench.slots.green() + "-5"));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence())
                .contains("nginx leads 5 % of the clients to the slot that is not live")
                .contains("no deployment that was cut off says so; remove what does");
    }
}
