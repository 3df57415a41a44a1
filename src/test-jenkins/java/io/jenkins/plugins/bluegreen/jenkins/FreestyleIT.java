package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import hudson.tasks.Shell;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import io.jenkins.plugins.bluegreen.lab.Processes;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.credentialsbinding.impl.StringBinding;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The freestyle build step against a real OpenSSH server and a real nginx. */
@WithJenkins
class FreestyleIT {

    private final JenkinsBench bench = new JenkinsBench();
    private JenkinsRule jenkins;
    private FreeStyleProject project;
    private final DeploySettings fields = new DeploySettings();

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        bench.facts().addCredentials();
        BlueGreenConfiguration.get().setApplications(List.of(bench.facts().application("backend")));
        project = jenkins.createFreeStyleProject("shop");
        project.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("VERSION", "0")));
        fields.setApplication("backend");
        fields.setArtifact("target/app-$VERSION.bin");
        fields.setRelease("r${VERSION}");
        project.getBuildersList().add(new Shell("mkdir -p target && date > target/app-$VERSION.bin"));
        project.getBuildersList().add(new BlueGreenBuilder(fields));
        project.getBuildersList()
                .add(new Shell(
                        "echo \"live $BLUE_GREEN_LIVE_SLOT $BLUE_GREEN_LIVE_PORT, before $BLUE_GREEN_PREVIOUS_PORT,"
                                + " $BLUE_GREEN_RELEASE by ${BLUE_GREEN_DEPLOYMENT%-*}\""));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private FreeStyleBuild build(String version) throws Exception {
        return jenkins.waitForCompletion(start(version));
    }

    private FreeStyleBuild start(String version) throws Exception {
        return project.scheduleBuild2(0, new ParametersAction(new StringParameterValue("VERSION", version)))
                .waitForStart();
    }

    @Test
    void replacesVariablesAndTellsLaterStepsWhatWasDeployed() throws Exception {
        FreeStyleBuild first = jenkins.assertBuildStatusSuccess(build("1.0"));
        FreeStyleBuild second = jenkins.assertBuildStatusSuccess(build("2.0"));

        jenkins.assertLogContains("live blue " + bench.slots.blue() + ", before , r1.0 by shop-1", first);
        jenkins.assertLogContains(
                "live green " + bench.slots.green() + ", before " + bench.slots.blue() + ", r2.0 by shop-2", second);
        assertThat(bench.served()).contains("release=r2.0");
    }

    @Test
    void aDryRunSucceedsAndTellsLaterStepsNothing() throws Exception {
        fields.setDryRun(true);

        FreeStyleBuild build = jenkins.assertBuildStatusSuccess(build("1.0"));

        jenkins.assertLogContains("would ship app-1.0.bin", build);
        jenkins.assertLogContains("DRY RUN: backend would serve release r1.0 from blue", build);
        jenkins.assertLogContains("live  , before ,  by", build);
    }

    @Test
    void readsNoValueOfAVariableAgain() throws Exception {
        String secret = "s3cret-$BUILD_NUMBER-$$-${JOB_NAME}";
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(secret)));
        project.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new StringBinding("TOKEN", "token"))));
        fields.setArtifact("target/*.bin");
        fields.setRelease(null);
        fields.setEnvironment("EXTRA=$VERSION|$TOKEN|${BUILD_NUMBER}|${ENV,var=\"BUILD_NUMBER\"}");

        FreeStyleBuild build = jenkins.assertBuildStatusSuccess(build("${ENV:1,var=\"TOKEN\"}"));

        assertThat(bench.served()).endsWith("extra=${ENV:1,var=\"TOKEN\"}|" + secret + "|1|1");
        jenkins.assertLogNotContains(secret.substring(1), build);
    }

    @Test
    void leavesToTheShellOfTheHostWhatOnlyThatKnows() throws Exception {
        fields.setStartCommand("export EXTRA=\"${NOT_SET:-foo} $VERSION $$VERSION.\"; "
                + bench.facts().command());

        jenkins.assertBuildStatusSuccess(build("1.0"));

        assertThat(bench.served()).endsWith("extra=foo 1.0 .");
    }

    @Test
    void deploysFromAnAgent() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("deployer"));
        project.setAssignedLabel(Label.get("deployer"));

        FreeStyleBuild build = jenkins.assertBuildStatusSuccess(build("1.0"));

        assertThat(build.getBuiltOn()).isEqualTo(agent);
        jenkins.assertLogContains("DEPLOYED: backend serves release r1.0", build);
        jenkins.assertLogContains("live blue " + bench.slots.blue(), build);
        assertThat(bench.served()).contains("release=r1.0");
    }

    @Test
    void failsTheBuildAndSkipsLaterSteps() throws Exception {
        fields.setEnvironment("BEHAVIOUR=crash");

        FreeStyleBuild build = build("1.0");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("cannot reach the database", build);
        assertThat(build.getEnvironment(TaskListener.NULL).get("BLUE_GREEN_FAILURE"))
                .contains("before it was healthy");
        jenkins.assertLogNotContains("live blue", build);
    }

    @Test
    void anAbortUndoesBeforeTheBuildEnds() throws Exception {
        // Stopping this application takes the whole stopTimeout.
        fields.setEnvironment("STATUS=503\nBEHAVIOUR=stubborn");
        FreeStyleBuild build = start("1.0");
        Processes.awaitListening(bench.slots.blue(), Duration.ofSeconds(30));

        build.getExecutor().interrupt();
        jenkins.waitForMessage("Aborted: the deployment stops and undoes what it did.", build);
        build.getExecutor().interrupt();
        jenkins.waitForMessage("Aborted once more, which changes nothing", build);
        jenkins.waitForCompletion(build);

        jenkins.assertBuildStatus(Result.ABORTED, build);
        jenkins.assertLogNotContains("live blue", build);
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        // The lock is free.
        fields.setEnvironment("");
        jenkins.assertBuildStatusSuccess(build("2.0"));
    }

    @Test
    void anAbortAfterTheSwitchSwitchesBack() throws Exception {
        jenkins.assertBuildStatusSuccess(build("1.0"));
        fields.setObserve("60s");
        FreeStyleBuild build = start("2.0");
        jenkins.waitForMessage("observe green", build);
        assertThat(bench.served()).contains("release=r2.0");

        build.getExecutor().interrupt();
        jenkins.waitForCompletion(build);

        jenkins.assertBuildStatus(Result.ABORTED, build);
        jenkins.assertLogContains("undo: switch nginx to green", build);
        assertThat(bench.served()).contains("release=r1.0");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
    }

    @Test
    void anAbortWhileTheOldSlotIsStoppedComesTooLate() throws Exception {
        fields.setEnvironment("BEHAVIOUR=stubborn");
        jenkins.assertBuildStatusSuccess(build("1.0"));
        FreeStyleBuild build = start("2.0");
        jenkins.waitForMessage("stop blue", build);

        build.getExecutor().interrupt();
        jenkins.waitForMessage("The abort came too late to undo anything", build);
        jenkins.waitForCompletion(build);

        jenkins.assertBuildStatus(Result.ABORTED, build);
        jenkins.assertLogContains("DEPLOYED: backend serves release r2.0", build);
        assertThat(bench.served()).contains("release=r2.0");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }
}
