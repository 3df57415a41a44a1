package io.jenkins.plugins.bluegreen.deploy.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deployment loses its lock, and before it notices, another one has it, settles the first, and deploys to the end. */
class LockLostIT extends DeployedOnce {

    private final AtomicReference<Outcome> rival = new AtomicReference<>();
    private final CountDownLatch rivals = new CountDownLatch(1);

    @Override
    public void prepare() {
        // What is killed here is to stay so.
        bench.process = Bench.NEVER_AGAIN;
    }

    @ParameterizedTest
    @ValueSource(strings = {"> drain blue", "< drain blue", "< observe green", "> look at green", "> stop blue"})
    void theOldSlotIsNotRetiredOnceItIsTheOthersLiveOne(String line) throws Exception {
        takeOverAt(line);

        Outcome outcome = bench.deploy(Map.of());

        assertThat(rival.get().live()).as(rival.get().sentence()).isEqualTo(Slot.BLUE);
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("another deployment has had it meanwhile");
        assertTheRivalServesFrom(Slot.BLUE);
    }

    @Test
    void aSwitchIsNotUndoneThatTheOtherHasFinished() throws Exception {
        bench.observe = Duration.ofSeconds(2);
        Cancellation cancellation = new Cancellation();
        takeOverAt("> observe green", cancellation::stop);

        Outcome outcome = bench.deploy(Map.of(), cancellation);

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("stopped by an abort", "another deployment has had it meanwhile");
        assertTheRivalServesFrom(Slot.BLUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"< lock", "  blue ("})
    void nothingIsBegunOnceTheLockIsLost(String line) throws Exception {
        takeOverAt(line);

        Outcome outcome = bench.deploy(Map.of());

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("The lock of shop", "was lost", "Nothing was changed.");
        assertThat(outcome.live()).as("what is live is not known any more").isNull();
        assertTheRivalServesFrom(Slot.GREEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"< ship", "> await healthy", "< await healthy"})
    void nothingIsUndoneThatTheOtherHasUndone(String line) throws Exception {
        takeOverAt(line);

        Outcome outcome = bench.deploy(Map.of());

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("another deployment has had it meanwhile");
        assertTheRivalServesFrom(Slot.GREEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> ship",
                "< ship",
                "> start green",
                "< await healthy",
                "> switch nginx",
                "< switch nginx",
                "> stop blue"
            })
    void whoDoesNotNoticeThatAnotherOneHasTheLockCanDoNothingAtAll(String line) throws Exception {
        bench.overtakeUnnoticedAt(line, rival);

        Outcome outcome = bench.deploy(Map.of());

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("another deployment has had it meanwhile");
        assertThat(rival.get().result()).as(rival.get().sentence()).isEqualTo(Result.DEPLOYED);
        Slot live = rival.get().live();
        assertThat(bench.body(live)).contains("release=r4");
        assertThat(bench.body(live.other())).isEmpty();
        assertThat(bench.flag().toFile().exists()).isEqualTo(live == Slot.GREEN);
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(bench.directory().resolve("slots/" + live.label() + "/process"))
                .content()
                .contains("release=r4");
        assertThat(deployed(Map.of()).live()).isEqualTo(live.other());
    }

    @Test
    void aLockThatIsLostButNotTakenIsTakenBack() throws Exception {
        bench.when("> drain blue", () -> {
            bench.clear();
            bench.loseLocks();
        });

        Outcome outcome = bench.deploy(Map.of());

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    /** The old one stands by and nothing is left to do but to note that; the build was told that it is too late for an abort. */
    @Test
    void whatIsLostAtTheVeryEndOpensNoWayBack() throws Exception {
        bench.keepPrevious = Duration.ofMinutes(15);
        bench.hooks = new Hooks(Map.of(Hook.AFTER_DEPLOY, "true"), Duration.ofSeconds(10), false);
        Cancellation cancellation = new Cancellation();
        bench.when("< hook afterDeploy", () -> {
            bench.clear();
            bench.loseLocks();
            cancellation.stop();
        });

        Outcome outcome = bench.deploy(Map.of(), cancellation);

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(bench.flag()).exists();
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    /** Right before the stop, the lock is lost and the new process dies. */
    @Test
    void whatDiesBeforeTheStopIsTriedOnceMoreIsSwitchedBack() throws Exception {
        bench.when("> stop blue", () -> {
            bench.clear();
            bench.loseLocks();
            Processes.listenerOf(bench.slots.green()).flatMap(ProcessHandle::of).ifPresent(Processes::kill);
        });

        assertRolledBackToBlue(bench.deploy(Map.of()));

        assertThat(bench.flag()).doesNotExist();
    }

    private void takeOverAt(String line) {
        takeOverAt(line, () -> {});
    }

    private void takeOverAt(String line, Runnable then) {
        CountDownLatch over = new CountDownLatch(1);
        HealthProbe well = bench.connector().probe();
        // It asks nothing meanwhile: the other one would take that for somebody who still uses the slot.
        bench.probe = (host, port, release) -> {
            if (rivals.getCount() == 0) {
                over.await();
            }
            return well.ask(host, port, release);
        };
        bench.when(line, () -> {
            bench.clear();
            bench.loseLocks();
            bench.probe = null;
            rivals.countDown();
            // On a thread of its own: this one may be told to end, by what the rival does.
            rival.set(CompletableFuture.supplyAsync(bench::deployOrThrow).join());
            over.countDown();
            then.run();
        });
    }

    private void assertTheRivalServesFrom(Slot slot) throws Exception {
        assertThat(rival.get().result()).as(rival.get().sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(bench.body(slot)).contains("release=r3");
        assertThat(bench.body(slot.other())).isEmpty();
        assertThat(bench.flag().toFile().exists()).isEqualTo(slot == Slot.GREEN);
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        bench.observe = Duration.ZERO;
        assertThat(bench.deploy(Map.of()).result()).isEqualTo(Result.DEPLOYED);
    }
}
