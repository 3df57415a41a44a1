package io.jenkins.plugins.bluegreen.router.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole deployments through a router of which nothing is known but two commands, honest ones and others. */
@Timeout(120)
class DeployByCommandsIT extends OnBench {

    private String show;
    private String change;

    @BeforeEach
    void standBehindARouter() {
        // They lock a file in the home of the login.
        bench.host = login();
        bench.nginx = PrivateNginx.withFlagAndShortKeepAlive(bench.flag(), bench.slots);
        bench.frontDoorUrl = bench.nginx.url();
        show = "if [ -e '" + bench.flag() + "' ]; then echo green; else echo blue; fi";
        change = "if [ $SLOT = green ]; then touch '" + bench.flag() + "'; else rm -f '" + bench.flag() + "'; fi";
        by(change, show);
    }

    private LocalHost login() {
        return new LocalHost("local", List.of("env", "HOME=" + folder, "sh"), System.getenv("PATH"));
    }

    private void by(String switching, String showing) {
        bench.adapter = CommandRouterConfig.of(List.of(), switching, showing, "5s");
    }

    @Test
    void swapsUnderLoadWithoutALostRequest() throws Exception {
        deployed(Map.of());
        Traffic traffic = Traffic.to(bench.nginx.url(), 100);
        deployed(Map.of());
        deployed(Map.of());
        Traffic.Summary summary = traffic.stop();
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.answers().keySet())
                .anyMatch(line -> line.contains("r1"))
                .anyMatch(line -> line.contains("r3"));
        assertSaid("< switch the router to green");
    }

    @Test
    void withoutAFrontDoorItIsRefusedBeforeAnythingIsChanged() throws Exception {
        bench.frontDoorUrl = null;
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("a router that is switched by commands cannot be asked on its own host", "give frontDoor");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    @Test
    void aSwitchThatOnlySaysSoLeavesTheOldReleaseServing() throws Exception {
        deployed(Map.of());
        by("true", show);
        Outcome outcome = bench.deploy(Map.of());
        assertRolledBackToBlue(outcome);
        assertThat(outcome.sentence()).contains("ended with 0, and yet its show command says blue afterwards");
    }

    /** Both lie: nothing but the proof tells. */
    @Test
    void aShowThatLiesAsWellIsFoundOutByTheProof() throws Exception {
        deployed(Map.of());
        String claim = "'" + folder.resolve("claim") + "'";
        by("echo $SLOT >" + claim, "cat " + claim + " 2>/dev/null || echo blue");
        Outcome outcome = bench.deploy(Map.of());
        assertRolledBackToBlue(outcome);
        assertThat(outcome.sentence()).contains("It was not seen");
        assertThat(folder.resolve("claim")).content().isEqualToIgnoringNewLines("blue");
    }

    /** It goes to green, and never comes back, whatever it says. */
    private void onlyForward() {
        String claim = "'" + folder.resolve("claim") + "'";
        by(
                "echo $SLOT >" + claim + "; if [ $SLOT = green ]; then touch '" + bench.flag() + "'; fi",
                "cat " + claim + " 2>/dev/null || echo blue");
    }

    @Test
    void aWayBackThatIsOnlySaidLeavesTheNewProcessToItsUsers() throws Exception {
        deployed(Map.of());
        onlyForward();
        Traffic traffic = Traffic.to(bench.nginx.url(), 100);
        bench.when("< switch the router", () -> {
            throw new IllegalStateException("now");
        });
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.evidence())
                .contains(
                        "Not undone: traffic to green. Asked at the front door",
                        "although the router says to lead to blue, so its process was left running; make the router lead to blue, and deploy again.");
        assertThat(traffic.stop().failures()).isEmpty();
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");

        Files.delete(bench.flag());
        bench.clear();
        outcome = bench.deploy(Map.of());
        assertThat(outcome.live()).as(outcome.sentence() + outcome.evidence()).isEqualTo(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r3");
    }

    @Test
    void whatWasCutOffIsNotTakenBackWhereItOnlySaysToLeadBack() throws Exception {
        deployed(Map.of());
        onlyForward();
        bench.dieAt("< switch the router");
        bench.host = login();
        Files.writeString(folder.resolve("claim"), "blue");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence())
                .contains("although the router says to lead to blue, so its process was left running");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void whatFailsAfterTheSwitchIsSwitchedBackByTheCommand() throws Exception {
        deployed(Map.of());
        bench.when("< switch the router", () -> {
            throw new IllegalStateException("now");
        });
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(bench.flag()).doesNotExist();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void oneThatDiedInTheSwitchIsSettled() throws Exception {
        deployed(Map.of());
        bench.dieAt("< switch the router");
        bench.host = login();
        assertThat(Files.exists(bench.flag())).isTrue();
        Outcome outcome = bench.resume();
        assertThat(outcome.result()).as(outcome.sentence() + outcome.evidence()).isEqualTo(Result.DEPLOYED);
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }
}
