package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.recovery.RestartRecovery;
import io.jenkins.plugins.bluegreen.deploy.strategy.Rolling;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Progress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three routers that are switched one after the other. */
class RollingIT extends OnSeveralHosts {

    RollingIT() {
        super("one", "two", "three");
    }

    @BeforeEach
    void deployTheFirst() throws Exception {
        strategy = Rolling.of("1", "300ms");
        Outcome first = deploy();
        assertDeployed(first);
        assertThat(steps(first))
                .as("where nothing serves yet all are switched at once")
                .contains("batch 1 of 1: one, two, three")
                .noneMatch(step -> step.startsWith("pause"));
    }

    @Test
    void oneBatchIsSwitchedAndSeenToServeBeforeTheNext() throws Exception {
        List<String> served = new ArrayList<>();
        observe = Duration.ofMillis(600);

        Outcome outcome = deploy(at("< pause", () -> served.add(nowServed())));

        assertDeployed(outcome);
        assertThat(served).containsExactly("green blue blue, blue runs", "green green blue, blue runs");
        assertThat(nowServed()).isEqualTo("green green green, blue is stopped");
        assertThat(steps(outcome))
                .containsSubsequence(
                        "batch 1 of 3: one",
                        "switch nginx to green (" + slots.green() + ")",
                        "see that requests through them reach green (" + slots.green() + ")",
                        "observe the new release on all hosts for 600 ms",
                        "pause before batch 2 of 3 for 300 ms",
                        "batch 2 of 3: two",
                        "pause before batch 3 of 3 for 300 ms",
                        "batch 3 of 3: three",
                        "prove that requests reach green (" + slots.green() + ")",
                        "stop blue (" + slots.blue() + ")");
        assertThat(outcome.steps())
                .filteredOn(step -> step.step().startsWith("see that requests through them"))
                .hasSize(2)
                .allSatisfy(step -> assertThat(step.detail()).contains("200", " to green (port " + slots.green()));
    }

    @Test
    void aDryRunForeseesEachBatch() throws Exception {
        observe = Duration.ofMillis(300);

        Outcome dry = dryRun();

        assertThat(dry.result()).as(dry.sentence()).isEqualTo(Result.DRY_RUN);
        assertThat(nowServed()).isEqualTo("blue blue blue, blue runs");
        Outcome real = deploy();
        assertDeployed(real);
        assertThat(ofAll(dry.steps()))
                .contains("batch 3 of 3: three", "pause before batch 2 of 3 for 300 ms")
                .isEqualTo(ofAll(real.steps().stream()
                        .sorted(Comparator.comparing(StepReport::startedAt))
                        .toList()));
        for (String host : List.of("one", "two", "three")) {
            assertThat(ofHost(host, dry)).as(host).isEqualTo(ofHost(host, real));
        }
    }

    /** What is seen last may be seen twice on a slow machine. */
    private static List<String> ofAll(List<StepReport> steps) {
        List<String> all = new ArrayList<>();
        steps.stream().filter(step -> step.host().isEmpty()).forEach(step -> {
            if (!step.step().startsWith("see that nothing") || !all.contains(step.step())) {
                all.add(step.step());
            }
        });
        return all;
    }

    private static List<String> ofHost(String host, Outcome outcome) {
        return outcome.steps().stream()
                .filter(step -> step.host().equals(host))
                .map(StepReport::step)
                .distinct()
                .toList();
    }

    @Test
    void aPortionOfThemMakesABatch() throws Exception {
        strategy = Rolling.of("50%", "0");

        Outcome outcome = deploy();

        assertDeployed(outcome);
        assertThat(steps(outcome))
                .contains("batch 1 of 2: one, two", "batch 2 of 2: three")
                .noneMatch(step -> step.startsWith("pause"));
    }

    /** The new process on the last host, to which nobody is led yet. */
    @Test
    void aProcessThatDiesBetweenTwoBatchesLeadsAllBack() throws Exception {
        strategy = Rolling.of("1", "30s");

        Outcome outcome = deploy(at("> pause before batch 2", () -> killGreenOf(hosts.get(2))));

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .startsWith("The application in green on three ended with exit status 137 after the switch");
        assertLeftAsBefore();
    }

    @Test
    void aBatchThatUsersDoNotReachLeadsAllBackBeforeTheNextIsSwitched() throws Exception {
        frontDoorTimeout = Duration.ofSeconds(5);
        // Whatever the second nginx is told, it goes on leading to blue.
        String blue = "set $service_port " + slots.blue() + "; ";
        nginx.editAt(1, text -> text.replace("location / {", blue + "location / {"));

        Outcome outcome = deploy();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("after the switch that requests through nginx reach green", "asked on two for");
        assertThat(steps(outcome)).contains("batch 2 of 3: two").noneMatch(step -> step.startsWith("batch 3"));
        assertLeftAsBefore();
    }

    @Test
    void anAbortInAPauseLeadsAllBackAtOnce() throws Exception {
        strategy = Rolling.of("1", "5m");
        Cancellation cancellation = new Cancellation();

        Outcome outcome = deploy(at("> pause before batch 2", cancellation::stop), cancellation);

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.ABORTED);
        assertThat(steps(outcome)).contains("batch 1 of 3: one").noneMatch(step -> step.startsWith("batch 2"));
        assertLeftAsBefore();
    }

    @Test
    void theNextDeploymentLeadsAllToOneReleaseAfterOneThatWasCutOffBetweenTwoBatches() throws Exception {
        cutOffInThePauseBeforeBatch(3);
        assertThat(nowServed()).isEqualTo("green green blue, blue runs");
        strategy = Rolling.of("2", "0");
        List<String> notes = new ArrayList<>();

        Outcome next = deploy(new Silence() {
            @Override
            public void note(String host, String text) {
                notes.add(text);
            }
        });

        assertDeployed(next);
        assertThat(notes)
                .anySatisfy(note -> assertThat(note)
                        .startsWith(
                                "It is undone, since nginx does not serve it; nginx on one serves blue again, nginx on"
                                        + " two serves blue again,"));
        assertThat(next.previous()).isEqualTo(Slot.BLUE);
        assertThat(nowServed()).isEqualTo("green green green, blue is stopped");
        assertThat(state(hosts.get(0)).release(Slot.GREEN)).contains("r3");
    }

    @Test
    void aControllerThatComesBackLeadsAllBack() throws Exception {
        cutOffInThePauseBeforeBatch(2);
        assertThat(nowServed()).isEqualTo("green blue blue, blue runs");

        Outcome outcome = new RestartRecovery(connector(plan()), new Silence(), new Cancellation())
                .run(plan(), CutOff.by("Jenkins was restarted"))
                .orElseThrow();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertLeftAsBefore();
    }

    private void cutOffInThePauseBeforeBatch(int batch) throws Exception {
        strategy = Rolling.of("1", "300ms");
        CountDownLatch dead = new CountDownLatch(1);
        Thread dying = new Thread(() -> deployOrThrow(at("> pause before batch " + batch, () -> {
            logins.values().forEach(LocalHost::vanish);
            dead.countDown();
            LockSupport.park();
        })));
        dying.setDaemon(true);
        dying.start();
        dead.await();
    }

    private void killGreenOf(SeparateHost host) {
        try {
            long leader =
                    Long.parseLong(state(host).slots().get(Slot.GREEN).process().orElseThrow());
            ProcessHandle.of(leader).orElseThrow().children().forEach(Processes::kill);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertLeftAsBefore() throws Exception {
        assertThat(nowServed()).isEqualTo("blue blue blue, blue runs");
        for (SeparateHost host : hosts) {
            assertThat(state(host).running(Slot.GREEN)).isFalse();
            assertThat(host.own().resolve("app/journal")).doesNotExist();
            assertThat(host.own().resolve("app/releases/r2")).doesNotExist();
        }
    }

    /** Returns where each router leads, and whether blue runs on all hosts. */
    private String nowServed() {
        List<String> led = new ArrayList<>();
        int running = 0;
        try {
            for (SeparateHost host : hosts) {
                led.add(Files.exists(host.own().resolve("green")) ? "green" : "blue");
                running += state(host).running(Slot.BLUE) ? 1 : 0;
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        String blue = running == hosts.size() ? "runs" : running == 0 ? "is stopped" : "runs on " + running;
        return String.join(" ", led) + ", blue " + blue;
    }

    private static List<String> steps(Outcome outcome) {
        return outcome.steps().stream()
                .sorted(Comparator.comparing(StepReport::startedAt))
                .map(StepReport::step)
                .toList();
    }

    /** Has something done when a step begins (">") or ends ("<"). */
    private static Progress at(String when, Runnable action) {
        return new Silence() {
            @Override
            public void begin(String host, String step) {
                heard("> " + step);
            }

            @Override
            public void end(String host, String step, Duration took, String detail) {
                heard("< " + step);
            }

            private void heard(String line) {
                if (line.startsWith(when)) {
                    action.run();
                }
            }
        };
    }
}
