package io.jenkins.plugins.bluegreen.deploy.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deployment that is cut off while it settles what an earlier one had left, which was cut off as well. */
class CutOffTwiceIT extends DeployedOnce {

    @ParameterizedTest(name = "before {0}")
    @ValueSource(strings = {"forget", "journal"})
    void whatIsUndoneByHalfIsUndoneByTheNext(String script) throws Exception {
        bench.dieAt("> await healthy");
        bench.dieBefore(script);
        assertUndone();
    }

    @ParameterizedTest(name = "before {0}")
    @ValueSource(strings = {"flag", "stop"})
    void aSwitchThatIsUndoneByHalfIsUndoneByTheNext(String script) throws Exception {
        bench.dieAt("< switch nginx");
        makeGreenSick();
        bench.dieBefore(script);
        bench.when("  It is undone", this::makeGreenWell);
        assertUndone();
    }

    /** The new one was kept up already: it is the old one that is, as soon as it serves again. */
    @Test
    void whatServedBeforeIsKeptUpBeforeItServesAgain() throws Exception {
        bench.dieAt("> stop blue");
        Path blue = bench.directory().resolve("slots/blue");
        assertThat(blue.resolve("kept")).doesNotExist();
        makeGreenSick();
        bench.dieBefore("flag");
        assertThat(blue.resolve("kept")).exists();
        bench.when("  It is undone", this::makeGreenWell);
        assertUndone();
    }

    @Test
    void whatServesAgainAndCannotBeKeptUpIsTold() throws Exception {
        bench.dieAt("> stop blue");
        Path blue = bench.directory().resolve("slots/blue");
        move(blue.resolve("trial"), blue.resolve("over"));
        makeGreenSick();
        bench.when("  It is undone", this::makeGreenWell);
        bench.deploy(Map.of());
        assertSaid("blue on local is not started again after a crash or a reboot; deploy again.");
        assertSaid("It is undone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"> drain blue", "> stop blue", "> prune", "< prune"})
    void whatIsFinishedByHalfIsFinishedByTheNext(String line) throws Exception {
        bench.dieAt("< switch nginx");
        bench.dieAt(line);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.directory().resolve("journal")).content().contains("release=r2");

        Outcome next = bench.deploy(Map.of());

        assertSettled(next, "Its release serves in green and is healthy");
        assertThat(next.previous()).isEqualTo(Slot.GREEN);
        assertThat(next.live()).isEqualTo(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r4");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
    }

    @Test
    void whatCannotBeSettledIsToldToBeSettledByHalf() throws Exception {
        bench.dieAt("< switch nginx");
        makeGreenSick();
        Path gone = folder.resolve("gone");
        bench.host.before("flag", () -> move(bench.flag().getParent(), gone));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence())
                .contains("cannot be read", "settled by half; the next deployment goes on with that.");
        bench.host.before("flag", () -> {});
        move(gone, bench.flag().getParent());
        bench.when("  It is undone", this::makeGreenWell);
        assertUndone();
    }

    private void assertUndone() throws Exception {
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.directory().resolve("journal")).content().contains("release=r2");

        Outcome next = bench.deploy(Map.of());

        assertSettled(next, "It is undone");
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(next.previous()).isEqualTo(Slot.BLUE);
        assertThat(next.live()).isEqualTo(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r4");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    private void assertSettled(Outcome next, String how) throws IOException {
        assertThat(next.deployed()).as(next.sentence() + "\n" + next.evidence()).isTrue();
        assertThat(bench.console).filteredOn(line -> line.contains(how)).hasSize(1);
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(Files.readString(bench.directory().resolve("history")))
                .containsOnlyOnce("deployment=deployment-2 ")
                .doesNotContain("deployment=deployment-3 ");
    }

    private Path sick() {
        return bench.directory().resolve("sick-green");
    }

    private void makeGreenSick() throws IOException {
        Files.createFile(sick());
    }

    private void makeGreenWell() {
        move(sick(), folder.resolve("well"));
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
