package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A controller that is stopped as an operating system stops it in the middle of a deployment: it waits for no build, and closes the
 * connections to its agents. The build gets the true result all the same.
 */
class CleanStopIT {

    private static final String AGENT = "deployer";

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension();

    @RegisterExtension
    private final InboundAgentExtension inbound = new InboundAgentExtension();

    private final JenkinsBench bench = new JenkinsBench();

    @BeforeEach
    void deployOnce() throws Throwable {
        real.startJenkins();
        real.runRemotely(RestartIT::deployOnce, bench.facts());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void whatIsObservedFromTheControllerIsTakenUp() throws Throwable {
        deployUntilObserved("built-in");
        stopCleanly();

        real.startJenkins();
        assertTakenUp("..  drain blue");
    }

    /** As where a whole machine room is shut down: for a moment, there is a Jenkins that has lost its agent. */
    @Test
    void whatAnAgentObservedThatEndedFirstIsTakenUp() throws Throwable {
        connectAgent();
        deployUntilObserved(AGENT);
        inbound.stop(AGENT);
        stopCleanly();

        real.startJenkins();
        inbound.start(real, agent());
        assertTakenUp("The agent 'deployer' was lost during the deployment shop-2-");
    }

    /** Its connection is one of the web server, which ends before Jenkins does; it lives on, and undoes what nobody waits for. */
    @Test
    void whatAnAgentTakesBackThatIsCutOffIsSaid() throws Throwable {
        connectAgent();
        deployUntilObserved(AGENT);
        stopCleanly();

        real.startJenkins();
        String console = end("FAILURE");
        assertThat(console)
                .containsSubsequence(
                        "..  observe green",
                        "Jenkins was restarted: finding out how",
                        "FAILED: Jenkins was restarted during this deployment of backend; release r2 was taken back");
        assertThat(bench.served()).contains("release=r1");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
    }

    private static InboundAgentExtension.Options agent() {
        return InboundAgentExtension.Options.newBuilder()
                .name(AGENT)
                .webSocket()
                .build();
    }

    private void connectAgent() throws Throwable {
        inbound.createAgent(real, agent());
    }

    private void deployUntilObserved(String node) throws Throwable {
        real.runRemotely(RestartIT::deployOn, "'" + node + "'", "..  observe green", "observe: '10s'");
    }

    private void stopCleanly() throws Throwable {
        ProcessHandle jenkins =
                ProcessHandle.of(real.runRemotely(CleanStopIT::pid)).orElseThrow();
        jenkins.destroy();
        Until.so(Duration.ofMinutes(1), () -> !jenkins.isAlive(), () -> "Jenkins does not stop");
        real.stopJenkinsForcibly(); // which the harness has to know
    }

    private String end(String result) throws Throwable {
        String console = real.runRemotely(RestartIT::awaitEnd, result);
        real.stopJenkins();
        assertThat(console).doesNotContain("\tat ");
        assertThat(Path.of(bench.facts().directory()).resolve("journal")).doesNotExist();
        return console;
    }

    private void assertTakenUp(String said) throws Throwable {
        assertThat(end("SUCCESS"))
                .containsSubsequence(
                        "..  observe green",
                        said,
                        "Jenkins was restarted: finding out how",
                        "..  prove that requests reach green",
                        "..  observe green",
                        "..  stop blue")
                .contains("release r2 serves from green", "returned green");
        assertThat(bench.served()).contains("release=r2");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }

    private static long pid(JenkinsRule rule) {
        return ProcessHandle.current().pid();
    }
}
