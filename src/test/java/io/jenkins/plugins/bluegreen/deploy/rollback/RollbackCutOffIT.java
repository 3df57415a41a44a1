package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rollback that is killed in the middle: the second release was left for the first one. */
class RollbackCutOffIT extends OnBench {

    @BeforeEach
    void deployTwo() throws Exception {
        bench.keepReleases = 5;
        for (int i = 0; i < 2; i++) {
            deployed(Map.of("EXTRA", "of " + i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"> verify", "> await healthy", "> switch nginx"})
    void theNextDeploymentTakesBackWhatHadNotSwitched(String line) throws Exception {
        bench.dieGoingBackAt(line);

        deployed(Map.of());

        assertSaid("The rollback to release r1 by shop #3", "was cut off");
        assertSaid("It is undone");
        assertThat(bad("r2")).isFalse();
        assertThat(bad("r1")).isFalse();
        assertThat(release("r1").resolve(".kept")).exists();
        assertThat(bench.body(Slot.BLUE)).contains("release=r4");
        // Now r2 is what was live before, and good.
        assertThat(bench.goBack("").releaseId()).isEqualTo("r2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"< switch nginx", "> look at blue", "> stop green", "< prune"})
    void theNextDeploymentFinishesWhatHadSwitched(String line) throws Exception {
        bench.dieGoingBackAt(line);

        Outcome next = bench.deploy(Map.of());

        assertThat(next.deployed()).as(next.sentence()).isTrue();
        assertThat(next.previous()).isEqualTo(Slot.BLUE);
        assertSaid("Its release serves in blue");
        assertThat(bad("r2")).as("as where it had not been killed").isTrue();
        assertThat(bad("r1")).isFalse();
        assertThat(bench.goBack("").releaseId()).isEqualTo("r1");
        assertThat(bench.body(Slot.BLUE)).isEqualTo("release=r1 extra=of 0");
    }

    /** The next one will be asked another question, which would not be answered well. */
    @Test
    void theNextDeploymentAsksItAsItWasDeployed() throws Exception {
        bench.dieGoingBackAt("< switch nginx");
        bench.healthPath = "/broken";
        bench.startTimeout = Duration.ofSeconds(3);
        assertThat(bench.deploy(Map.of()).result())
                .as("it is never healthy itself")
                .isEqualTo(Result.UNDONE);
        assertSaid("Its release serves in blue and is healthy");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"> await healthy"})
    void takenUpItIsTakenBackWhereItHadNotSwitched(String line) throws Exception {
        bench.dieGoingBackAt(line);
        Outcome outcome = bench.resumeGoingBack(3).orElseThrow();
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.releaseId()).isEqualTo("r1");
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bad("r2")).isFalse();
        assertThat(release("r1").resolve(".kept")).exists();
        assertThat(bench.resumeGoingBack(3).orElseThrow().result())
                .as("asked once more")
                .isEqualTo(Result.UNDONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"< switch nginx", "< prune"})
    void takenUpItGoesOnWhereItHadSwitched(String line) throws Exception {
        bench.dieGoingBackAt(line);
        Outcome outcome = bench.resumeGoingBack(3).orElseThrow();
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.sentence()).contains("release r1 serves from blue");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bad("r2")).isTrue();
        assertThat(bench.resumeGoingBack(3).orElseThrow().result()).isEqualTo(Result.DEPLOYED);
    }

    /** The release is asked as it says itself, and not as the plan of the rollback does. */
    @Test
    void takenUpItIsJudgedByItsOwnSettings() throws Exception {
        bench.dieGoingBackAt("< switch nginx");
        bench.healthPath = "/broken";
        assertThat(bench.resumeGoingBack(3).orElseThrow().result()).isEqualTo(Result.DEPLOYED);
    }

    /** As where it began only after it was looked whether it had. */
    @Test
    void takenUpByWhoDoesNotKnowItsReleaseItIsJudgedByItsOwnSettingsAsWell() throws Exception {
        bench.dieGoingBackAt("> stop green");
        bench.healthPath = "/broken";
        Outcome outcome = bench.resume(3);
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
    }

    @Test
    void takenUpItLooksOnceMoreWhereAHostCannotBeAsked() throws Exception {
        bench.dieGoingBackAt("< switch nginx");
        bench.healthPath = "/broken";
        AtomicInteger logins = new AtomicInteger();
        bench.logIn = () -> {
            if (logins.incrementAndGet() == 1) {
                throw new HostException("local does not answer.");
            }
            return bench.host;
        };
        Outcome outcome = bench.resumeGoingBack(3).orElseThrow();
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.releaseId()).isEqualTo("r1");
    }

    @Test
    void takenUpAfterAnAbortItIsStillItsReleaseThatIsTakenBack() throws Exception {
        bench.dieGoingBackAt("< switch nginx");
        bench.console.clear();
        Cancellation stopped = new Cancellation();
        stopped.stop();
        Outcome outcome = bench.resumeGoingBack(3, stopped).orElseThrow();
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.ABORTED);
        assertThat(outcome.releaseId()).isEqualTo("r1");
        assertThat(bench.console).contains("= r1");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    /** As it would be judged as another release is, and might say its secrets. */
    @Test
    void takenUpItIsLeftToTheNextOneWhereWhatItChoseCannotBeRead() throws Exception {
        bench.dieGoingBackAt("< switch nginx");
        String kept = Files.readString(release("r1").resolve(".kept"));
        Files.delete(release("r1").resolve(".kept"));

        Outcome outcome = bench.resumeGoingBack(3).orElseThrow();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.releaseId()).isEmpty();
        assertThat(outcome.sentence())
                .startsWith("Jenkins was restarted during this rollback, and how it ended could not be found out: "
                        + "What is kept of release r1 on local could not be read")
                .contains("either slot may be live");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.directory().resolve("journal")).exists();
        Files.writeString(release("r1").resolve(".kept"), kept);
        assertThat(bench.resumeGoingBack(3).orElseThrow().result()).isEqualTo(Result.DEPLOYED);
    }

    @Test
    void takenUpItTellsItsReleaseByTheSlotWhereTheHistoryDoesNot() throws Exception {
        bench.dieGoingBackAt("< prune");
        bench.resumeGoingBack(3);
        Path history = bench.directory().resolve("history");
        List<String> lines = Files.readAllLines(history);
        Files.write(history, lines.subList(0, lines.size() - 1));

        Outcome outcome = bench.resumeGoingBack(3).orElseThrow();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.releaseId()).isEqualTo("r1");
        assertThat(outcome.sentence()).contains("release r1 serves from blue");
    }

    /** As where other deployments have removed it since. */
    @Test
    void takenUpItTellsItsReleaseWhereThatIsGone() throws Exception {
        bench.dieGoingBackAt("> await healthy");
        bench.resumeGoingBack(3);
        Files.delete(release("r1").resolve(".kept"));

        Outcome outcome = bench.resumeGoingBack(3).orElseThrow();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.releaseId()).isEqualTo("r1");
    }

    /** Whoever does it may be at it still, and begin only after it was looked which release it is of. */
    @Test
    void takenUpItIsLookedAtOnceMoreWhereItBeganMeanwhile() throws Exception {
        bench.dieGoingBackAt("> verify");
        Path journal = bench.directory().resolve("journal");
        byte[] text = Files.readAllBytes(journal);
        Files.delete(journal);
        bench.console.clear();
        bench.when("> lock", () -> {
            bench.clear();
            try {
                Files.write(journal, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        Outcome outcome = bench.resumeGoingBack(3).orElseThrow();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.releaseId()).isEqualTo("r1");
        assertThat(outcome.sentence()).contains("release r1 was taken back");
        assertThat(bench.console).contains("= r1");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    @Test
    void onesThatHadNotBegunMayBeRunAnew() throws Exception {
        bench.dieGoingBackAt("> lock");
        assertThat(bench.resumeGoingBack(3)).isEmpty();
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    @Test
    void isSwitchedBackWhereUsersAreNotServedWell() throws Exception {
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        Outcome outcome = bench.goBack("");
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bad("r2")).isFalse();
        assertThat(release("r1").resolve("app.bin")).exists();
        bench.frontDoor = null;
        assertThat(bench.goBack("").deployed()).isTrue();
        assertThat(bad("r2")).isTrue();
    }

    private boolean bad(String id) throws IOException {
        return Files.exists(release(id).resolve(".bad"));
    }

    private Path release(String id) {
        return bench.directory().resolve("releases").resolve(id);
    }
}
