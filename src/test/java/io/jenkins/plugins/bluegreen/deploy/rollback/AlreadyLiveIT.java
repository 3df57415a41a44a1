package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going back to a release that seems to serve, where only who has the lock can tell whether it does, and is going to. */
class AlreadyLiveIT extends OnBench {

    private static final Duration HOUR = Duration.ofHours(1);

    @BeforeEach
    void keepSome() {
        bench.keepReleases = 5;
    }

    @ParameterizedTest
    @ValueSource(strings = {"< lock", "> await healthy"})
    void isRefusedWhileAnotherOneIsBeingDeployed(String line) throws Exception {
        deployed(Map.of());
        AtomicReference<Outcome> meanwhile = new AtomicReference<>();
        bench.when(line, () -> {
            bench.clear();
            meanwhile.set(goBackOrThrow("r1"));
        });
        deployed(Map.of());
        assertThat(meanwhile.get().result()).as(meanwhile.get().sentence()).isEqualTo(Result.UNDONE);
        assertThat(meanwhile.get().sentence())
                .contains("is being deployed by shop #")
                .endsWith("Nothing was changed.");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    private Outcome goBackOrThrow(String wanted) {
        try {
            return bench.goBack(wanted);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatWasCutOffIsTakenBackFirst() throws Exception {
        deployed(Map.of());
        bench.dieAt("> await healthy");
        long live = Processes.listenerOf(bench.slots.blue()).orElseThrow();

        Outcome outcome = bench.goBack("r1");

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.sentence())
                .isEqualTo("shop serves release r1 from blue (port " + bench.slots.blue()
                        + ") already, so there was nothing to do, and nothing was changed but what a deployment that"
                        + " was cut off had left, which is settled.");
        assertThat(outcome.releaseId()).isEqualTo("r1");
        assertThat(outcome.live()).isEqualTo(Slot.BLUE);
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(Processes.listenerOf(bench.slots.blue())).contains(live);
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
    }

    @Test
    void whatWasCutOffAndServesIsSettled() throws Exception {
        deployed(Map.of());
        bench.dieAt("< switch nginx");

        Outcome outcome = bench.goBack("r2");

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.sentence())
                .contains("serves release r2 from green")
                .endsWith("already, so there was nothing to do, and nothing was changed but what a deployment that"
                        + " was cut off had left, which is settled.");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
    }

    @Test
    void whatWasCutOffAndNeverServedIsSettledAndRefused() throws Exception {
        deployed(Map.of());
        bench.dieAt("> await healthy");

        Outcome outcome = bench.goBack("r2");

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains(
                        "Release r2 of shop cannot be gone back to: it was never seen to serve, and the deployment of it"
                                + " that was cut off did not end well. blue (port " + bench.slots.blue()
                                + "), release r1, is live.");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.directory().resolve("journal")).doesNotExist();
    }

    /** As docs/SCALE.md has it for groups of hosts of which one could not be promoted: each goes back to what it served before. */
    @Test
    void whatServedBeforeAPromotionServesAfterItHoweverThatEnded() throws Exception {
        deployed(Map.of());
        assertThat(bench.hold(HOUR).result()).isEqualTo(Result.HELD);
        Outcome refused = bench.promote("deployment-of-another-build");
        assertThat(refused.result()).isEqualTo(Result.UNDONE);
        assertThat(bench.goBack("r1").sentence()).contains("already, so there was nothing to do");
        assertThat(bench.directory().resolve("journal")).content().contains("phase=held");

        bench.when("> stop blue", () -> {
            throw new StackOverflowError("deep");
        });
        Outcome stuck = bench.promote();
        assertThat(stuck.result()).as(stuck.sentence()).isEqualTo(Result.STUCK);
        assertThat(stuck.sentence()).contains("serves release r2 from green", "but the old slot was not retired");
        bench.clear();

        Outcome back = bench.goBack("r1");

        assertThat(back.result()).as(back.sentence() + back.evidence()).isEqualTo(Result.DEPLOYED);
        assertThat(back.live()).isEqualTo(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.flag()).doesNotExist();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(bench.goBack("r1").sentence()).contains("already, so there was nothing to do");
    }

    @Test
    void theListTellsWhatIsLiveWhileAnotherOneIsBeingDeployed() throws Exception {
        deployed(Map.of());
        List<StoredReleaseInfo> listed = new ArrayList<>();
        bench.when("> await healthy", () -> {
            bench.clear();
            try {
                listed.addAll(bench.releases());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        deployed(Map.of());
        assertThat(listed.stream().filter(StoredReleaseInfo::live).map(StoredReleaseInfo::release))
                .containsExactly("r1");
    }

    /** What it went back from is not live any more, but that is just what was wanted. */
    @Test
    void isDoneWhereSomebodyElseWentBackThereMeanwhile() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        AtomicReference<Outcome> other = new AtomicReference<>();
        bench.when("> lock", () -> {
            bench.clear();
            other.set(goBackOrThrow(""));
        });

        Outcome outcome = bench.goBack("");

        assertThat(other.get().deployed()).isTrue();
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.sentence()).contains("serves release r1 from blue", "nothing was changed.");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void isRefusedWhereTheRouterHasNotReadItsFile() throws Exception {
        bench.nginx = PrivateNginx.withInclude(bench.slots);
        bench.frontDoorUrl = bench.nginx.url();
        deployed(Map.of());
        Path file = bench.nginx.switchFile();
        Files.writeString(file, "\n# edited", StandardOpenOption.APPEND);

        Outcome outcome = bench.goBack("r1");

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("nginx was not reloaded since " + file + " was changed");
    }

    @Test
    void aScriptThatIsAtWorkIsNotWaitedFor() throws Exception {
        deployed(Map.of());
        Path busy = bench.directory().resolve("busy");
        Process script =
                new ProcessBuilder("flock", "-F", busy.toString(), "sh", "-c", "echo held; exec sleep 600").start();
        try {
            assertThat(script.inputReader().readLine()).isEqualTo("held");
            assertThat(bench.releases().get(0).live()).isTrue();
            Outcome outcome = bench.goBack("r1");
            assertThat(outcome.sentence()).contains("there was nothing to do");
        } finally {
            script.destroyForcibly();
        }
    }

    @Test
    void isRefusedWhereAStrangerHoldsItsPort() throws Exception {
        deployed(Map.of());
        bench.ask(Slot.BLUE, "/deaf");
        Until.so(Duration.ofSeconds(20), () -> !Processes.listening(bench.slots.blue()), () -> "it listens yet");
        HttpServer stranger = HttpServer.create(new InetSocketAddress("127.0.0.1", bench.slots.blue()), 0);
        stranger.start();
        try {
            Outcome outcome = bench.goBack("r1");

            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
            assertThat(outcome.sentence())
                    .contains(
                            "is held by a process that this plugin did not start",
                            "pid " + ProcessHandle.current().pid());
        } finally {
            stranger.stop(0);
        }
    }
}
