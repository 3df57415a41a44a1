package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens after the switch, as long as there is something to go back to: front door, observation, failed requests. */
class SwitchBackIT extends DeployedOnce {

    @Test
    void putsTheSwitchBackWhenTheFrontDoorDoesNotAnswer() throws Exception {
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("The front door").contains("502");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    /** Two questions a second are asked. */
    @Test
    void givesTheFrontDoorAsLongAsFrontDoorTimeoutSays() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        bench.frontDoor = () -> asked.incrementAndGet() > 5
                ? new HealthProbe.Answer(true, "200", "")
                : new HealthProbe.Answer(false, "503", "");
        bench.frontDoorTimeout = Duration.ofSeconds(1);
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence())
                .contains("The front door http://front.example/ did not answer well within 1.0 s after the switch: 503;"
                        + " look at nginx's error log and at the application's own words in " + bench.directory()
                        + "/slots/green/log; if it only needs more time, raise frontDoorTimeout.");
        assertRolledBackToBlue(outcome);
        asked.set(0);
        bench.frontDoorTimeout = Duration.ofSeconds(30);
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    /** As where all is slow: one that is late is asked once more, so that each may take half of the time. */
    @Test
    void givesEachAnswerHalfOfThat() throws Exception {
        HttpServer late = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        late.setExecutor(Executors.newCachedThreadPool());
        late.createContext("/", exchange -> {
            LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        late.start();
        try {
            bench.frontDoorUrl =
                    URI.create("http://127.0.0.1:" + late.getAddress().getPort() + "/");
            bench.frontDoorTimeout = Duration.ofSeconds(1);
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.sentence())
                    .contains(
                            " did not answer well within 1.0 s after the switch: no answer within 500 ms; look at nginx's")
                    .contains("see whether the URL can be reached from where this deployment runs")
                    .contains("if all is only slow, as on a busy machine, raise frontDoorTimeout.");
            assertRolledBackToBlue(outcome);
            bench.frontDoorTimeout = Duration.ofSeconds(40);
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
        } finally {
            late.stop(0);
        }
    }

    @Test
    void switchesBackWhenTheNewProcessDiesWhileItIsObserved() throws Exception {
        bench.observe = Duration.ofSeconds(30);
        bench.when("> observe green", this::killGreen);
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("after the switch");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    /** It answers the health question that lets it pass, and nobody said how long it is to be observed. */
    @ParameterizedTest(name = "{0} ms")
    @ValueSource(strings = {"500", "1500"})
    void switchesBackByDefaultWhenItDiesSoonAfterItsFirstAnswer(String after) throws Exception {
        bench.successes = 1;
        bench.observe =
                TimeSpan.parse("observe", new DeploySettings().withDefaults().getObserve());
        Outcome outcome = bench.deploy(Map.of("DIES_AFTER", after));
        assertThat(outcome.sentence()).contains("ended with exit status 3 after the switch");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    @Test
    void switchesBackAtOnceWhenTheNewProcessDiesWhileTheOldOneIsDrained() throws Exception {
        bench.drainTimeout = Duration.ofMinutes(2);
        bench.when("  waiting for 1 connection to blue", this::killGreen);
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), bench.slots.blue())) {
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.sentence()).contains("after the switch");
            assertThat(idle.isClosed()).isFalse();
            assertRolledBackToBlue(outcome);
        }
        assertThat(bench.flag()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"> look at green", "< observe green"})
    void switchesBackWhenItDiesRightBeforeTheOldProcessIsStopped(String line) throws Exception {
        bench.when(line, this::killGreen);
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("right before the old process was to be stopped");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
        bench.clear();
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    @Test
    void switchesBackWhenItIsNotHealthyRightBeforeTheOldProcessIsStopped() throws Exception {
        bench.when("> look at green", () -> touch(bench.directory().resolve("sick-green")));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence())
                .contains("was not healthy any more right before the old process was to be stopped: 500");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    @Test
    void switchesBackWhenItRunsButListensNoMoreRightBeforeTheOldProcessIsStopped() throws Exception {
        bench.when("> look at green", () -> askGreen("/deaf"));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence())
                .contains(
                        "right before the old process was to be stopped: connection refused (nothing listens on the port)");
        assertRolledBackToBlue(outcome);
    }

    private void askGreen(String path) {
        try {
            bench.ask(Slot.GREEN, path);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void killGreen() {
        Processes.listenerOf(bench.slots.green()).flatMap(ProcessHandle::of).ifPresent(Processes::kill);
    }

    @Test
    void switchesBackWhenTheLastAnswerOfTheObservationIsBadAndTheNextOneToo() throws Exception {
        bench.observe = Duration.ofMillis(100);
        bench.when("> observe green", () -> touch(bench.directory().resolve("sick-green")));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("was not healthy any more after the switch: 500");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    @Test
    void retiresTheOldSlotWhenTheNewOneStayedWellWhileItWasObserved() throws Exception {
        bench.observe = Duration.ofSeconds(1);
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
        assertThat(bench.console).anyMatch(line -> line.startsWith("< observe green for 1.0 s"));
    }

    @Test
    void switchesBackWhenMoreRequestsFailThanMay() throws Exception {
        bench.observe = Duration.ofSeconds(30);
        bench.maxFailedRequests = 2;
        bench.availabilityProbe = failingFrom("> observe green");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("to the front door failed during the switch", "x status 502");
        assertThat(outcome.availability().failed()).isGreaterThan(2);
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    @Test
    void switchesBackAlsoWhenTheyHangUntilTheObservationIsOver() throws Exception {
        bench.observe = Duration.ofMillis(500);
        bench.maxFailedRequests = 0;
        AtomicBoolean broken = new AtomicBoolean();
        bench.when("> observe green", () -> broken.set(true));
        bench.availabilityProbe = availabilityProbe(() -> {
            if (broken.get()) {
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                return false;
            }
            return true;
        });
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("to the front door failed during the switch");
        assertRolledBackToBlue(outcome);
    }

    @Test
    void saysWhenMoreRequestsFailedThanMayAndThereIsNothingToGoBackTo() throws Exception {
        bench.maxFailedRequests = 0;
        bench.availabilityProbe = failingFrom("> stop blue");
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.sentence()).contains("nothing to go back to");
        assertThat(outcome.availability().downtime()).isPositive();
    }

    @Test
    void doesNotBlameADeploymentForAFrontDoorThatWasBrokenBefore() throws Exception {
        bench.maxFailedRequests = 0;
        AtomicBoolean mended = new AtomicBoolean();
        bench.when("< switch nginx", () -> mended.set(true));
        bench.observe = Duration.ofMillis(500);
        bench.availabilityProbe = availabilityProbe(mended::get);
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.availability().failed()).isZero();
        assertThat(outcome.availability().asked()).isPositive();
    }

    private AvailabilityProbe failingFrom(String line) {
        AtomicBoolean broken = new AtomicBoolean();
        bench.when(line, () -> broken.set(true));
        return availabilityProbe(() -> !broken.get());
    }

    private static AvailabilityProbe availabilityProbe(BooleanSupplier well) {
        return new AvailabilityProbe() {
            @Override
            public Sample sample(boolean reuse) {
                return well.getAsBoolean()
                        ? new Sample(true, "status 200", false)
                        : new Sample(false, "status 502", false);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
