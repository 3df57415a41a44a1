package io.jenkins.plugins.bluegreen.jenkins.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.work.BuildOccasion;
import io.jenkins.plugins.bluegreen.jenkins.work.ShipArtifact;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a build is told where a deployment does not even come to its hosts. */
@WithJenkins
class DeploymentTest {

    private static final String SECRET = "secret-".repeat(1200);

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final DeploySettings settings = new DeploySettings();
    private JenkinsRule jenkins;
    private FreeStyleBuild run;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        run = rule.buildAndAssertSuccess(rule.createFreeStyleProject("shop"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "key", "", "deploy", "a-password-of-some-length"));
        settings.setApplication("backend");
        settings.setArtifact("*.bin");
        settings.setHosts("127.0.0.1:1");
        settings.setCredentialsId("key");
        settings.setBluePort(8080);
        settings.setGreenPort(8081);
        settings.setDeployDirectory("/srv/backend");
        settings.setStartCommand("exec true");
        settings.setHostKeyVerification("acceptFirstConnection");
        NginxSettings router = new NginxSettings();
        router.setFlagFile("/etc/nginx/backend.green");
        settings.setRouter(router);
    }

    private Build in(FilePath workspace) throws Exception {
        EnvVars variables = new EnvVars();
        variables.put("TOKEN", SECRET);
        return new Build(
                new BuildOccasion(run),
                workspace,
                variables,
                new StreamTaskListener(console, StandardCharsets.UTF_8),
                List.of());
    }

    private Deployment cutOff() throws Exception {
        return new Deployment(
                new SavedDeployment("shop-1-abcdef", "r1", new ShipArtifact(settings), List.of("hunter2")), in(null));
    }

    private String said() {
        return console.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isTakenUpWithoutItsAgentByTheKeysThatItHasStored() throws Exception {
        Outcome outcome = cutOff().resume();

        assertThat(outcome.result()).isEqualTo(Outcome.Result.STUCK);
        assertThat(outcome.sentence())
                .contains("how it ended could not be found out", "Cannot connect to 127.0.0.1 port 1");
    }

    @Test
    void mayBeHalfDoneWhereItsCredentialsAreGone() throws Exception {
        settings.setCredentialsId("gone");

        assertThatThrownBy(cutOff()::resume).isInstanceOf(AbortException.class).hasMessageContaining("\"STUCK:\"");
        assertThat(said()).contains("STUCK: Jenkins was restarted", "'gone'", "either slot may be live");
    }

    @Test
    void mayBeHalfDoneWhereItsApplicationIsNoneAnyMore() throws Exception {
        settings.setHosts(null);

        assertThatThrownBy(cutOff()::takeBack).isInstanceOf(AbortException.class);
        assertThat(said())
                .contains(
                        "STUCK: Jenkins was restarted",
                        "is not in the global configuration",
                        "either slot may be live");
    }

    @Test
    void hasChangedNothingWhereItWasADryRun() throws Exception {
        settings.setDryRun(true);
        settings.setHosts(null);

        assertThatThrownBy(cutOff()::resume).isInstanceOf(AbortException.class).hasMessageContaining("\"FAILED:\"");
        assertThat(said())
                .contains("FAILED: Jenkins was restarted during this dry run", "Nothing was changed.")
                .doesNotContain("live");
    }

    @Test
    void leavesTheReasonOfADeploymentWhereADryRunEnds() throws Exception {
        BuildOccasion occasion = new BuildOccasion(run);
        occasion.ended("backend", List.of("127.0.0.1:1"), "It did not start.");
        settings.setDryRun(true);
        FilePath empty = jenkins.jenkins.getRootPath().child("empty");
        empty.mkdirs();

        assertThatThrownBy(() -> new Deployment(new ShipArtifact(settings), in(empty), UnaryOperator.identity()).call())
                .isInstanceOf(AbortException.class);
        assertThat(failures())
                .contains("backend: It did not start.\nbackend (dry run): ")
                .contains("*.bin");
        occasion.ended("backend (dry run)", List.of("127.0.0.1:1"), "");
        assertThat(failures()).isEqualTo("It did not start.");
    }

    @Test
    void leavesTheReasonWhereTheSameApplicationGoesWellOnOtherHosts() throws Exception {
        BuildOccasion occasion = new BuildOccasion(run);
        FilePath empty = jenkins.jenkins.getRootPath().child("empty");
        empty.mkdirs();
        assertThatThrownBy(() -> new Deployment(new ShipArtifact(settings), in(empty), UnaryOperator.identity()).call())
                .isInstanceOf(AbortException.class);

        occasion.ended("backend", List.of("127.0.0.1:2"), "");
        run.reload();
        assertThat(failures()).contains("*.bin");
        occasion.ended("backend", List.of("127.0.0.1:1"), "");
        assertThat(failures()).isNull();
    }

    private String failures() throws Exception {
        return run.getEnvironment(TaskListener.NULL).get("BLUE_GREEN_FAILURE");
    }

    @Test
    void hidesWhatWasPassedAlsoWhereThatIsNotToBeHadAnyMore() throws Exception {
        cutOff().say("the log says hunter2");

        assertThat(said()).contains("the log says ****");
    }

    @Test
    void savesWhatItPassesAsNobodyCanRead() throws Exception {
        settings.setPassEnvironment("TOKEN");
        SavedDeployment saved = new Deployment(
                        new ShipArtifact(settings), in(jenkins.jenkins.getRootPath()), UnaryOperator.identity())
                .saved();

        // The token of a preview is the other one.
        assertThat(saved.hidden()).hasSize(2).contains(SECRET);
        assertThat(Jenkins.XSTREAM2.toXML(saved)).doesNotContain("secret-").doesNotContain(saved.hidden());
    }

    @Test
    void showsNoLongValueWhateverFails() throws Exception {
        settings.setPassEnvironment("TOKEN");
        FilePath empty = jenkins.jenkins.getRootPath().child("empty");
        empty.mkdirs();

        assertThatThrownBy(() -> new Deployment(new ShipArtifact(settings), in(empty), UnaryOperator.identity()).call())
                .isInstanceOf(AbortException.class);
        assertThat(said()).contains("FAILED: ", "*.bin").doesNotContain("secret-");
    }

    @Test
    void hasChangedNothingWhereItsAgentIsLostBefore() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        FilePath workspace = agent.getRootPath();
        Deployment deployment = new Deployment(new ShipArtifact(settings), in(workspace), UnaryOperator.identity());
        agent.toComputer().disconnect(new OfflineCause.ByCLI("test")).get();

        assertThatThrownBy(deployment::call).isInstanceOf(AbortException.class).hasMessageContaining("\"FAILED:\"");
        assertThat(said())
                .contains("FAILED: The agent '" + agent.getNodeName()
                        + "' was lost before this deployment had changed anything. Deploy again.");
    }
}
