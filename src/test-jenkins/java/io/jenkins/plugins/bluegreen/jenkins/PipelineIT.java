package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Label;
import hudson.model.Result;
import hudson.remoting.DelegatingCallable;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Pipeline step against a real OpenSSH server and a real nginx. */
@WithJenkins
class PipelineIT {

    private final JenkinsBench bench = new JenkinsBench();
    private JenkinsRule jenkins;
    private WorkflowJob job;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        bench.facts().addCredentials();
        BlueGreenConfiguration.get().setApplications(List.of(bench.facts().application("backend")));
        job = jenkins.createProject(WorkflowJob.class, "shop");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private WorkflowRun run(String step) throws Exception {
        return run("any", step);
    }

    private WorkflowRun run(String agent, String step) throws Exception {
        define(agent, step);
        return job.scheduleBuild2(0).get();
    }

    private void define(String agent, String step) throws Exception {
        job.setDefinition(new CpsFlowDefinition("""
                pipeline {
                  agent %s
                  stages {
                    stage('build') { steps { writeFile file: "target/app-${BUILD_NUMBER}.bin", text: BUILD_TAG } }
                    stage('deploy') { steps { script { %s } } }
                  }
                }
                """.formatted(agent, step), true));
    }

    @Test
    void deploysTwiceAndSwapsThePorts() throws Exception {
        String step = "def r = blueGreenDeploy(application: 'backend', artifact: \"target/app-${BUILD_NUMBER}.bin\","
                + " release: \"r${BUILD_NUMBER}\", healthCheck: [path: '/', retries: 50, interval: '100ms'])\n"
                + "echo \"${r.liveSlot} ${r.livePort} ${r.previousSlot} ${r.releaseId} ${r.steps*.step}\"";

        WorkflowRun first = jenkins.assertBuildStatusSuccess(run(step));
        WorkflowRun second = jenkins.assertBuildStatusSuccess(run(step));

        jenkins.assertLogContains("blue " + bench.slots.blue() + " null r1 [connect", first);
        jenkins.assertLogContains("green " + bench.slots.green() + " blue r2 [connect", second);
        jenkins.assertLogContains("DEPLOYED: backend serves release r2", second);
        assertThat(bench.served()).contains("release=r2");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }

    @Test
    void aDryRunTellsAllAndLeavesNothing() throws Exception {
        String call =
                "blueGreenDeploy(application: 'backend', artifact: \"target/app-${BUILD_NUMBER}.bin\", release: 'r1'";
        String dry = "def r = " + call + ", dryRun: true)\necho \"${r.state} ${r.liveSlot} ${r.steps*.status.unique()}"
                + " ${r.steps*.step}\"";

        WorkflowRun planned = jenkins.assertBuildStatusSuccess(run(dry));

        jenkins.assertLogContains("DRY RUN: backend would serve release r1 from blue", planned);
        jenkins.assertLogContains("dry-run null [planned] [connect, lock backend, look at", planned);
        assertThat(Path.of(bench.facts().directory())).doesNotExist();
        assertThat(Deployments.get().store().histories()).isEmpty();
        jenkins.assertBuildStatusSuccess(run("def r = " + call + ")\necho \"is ${r.state}\""));
        WorkflowRun refused = jenkins.assertBuildStatus(Result.FAILURE, run(dry));
        jenkins.assertLogContains("The release r1 is there already, with other content.", refused);
        jenkins.assertLogContains("Nothing was changed.", refused);
    }

    /** As it stands in the README, in the sandbox; the steps of other plugins only say what they were told. */
    @Test
    void whatTheReadmeTellsOthersHoldsOfTheResult() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        Matcher recipe =
                Pattern.compile("(?s)### Tell others.*?```groovy\n(.*?)```").matcher(readme);
        assertThat(recipe.find()).isTrue();
        String shown = recipe.group(1).replace("artifact: 'target/*.jar'", "artifact: 'app.bin', release: 'r1'");
        assertThat(shown)
                .contains("app.bin")
                .contains("slackSend", "emailext", "publishChecks", "jiraSendDeploymentInfo");
        job.setDefinition(new CpsFlowDefinition("""
                def slackSend(Map m) { echo "slack ${m.channel} ${m.color} ${m.message}" }
                def emailext(Map m) { echo "mail ${m.subject}\\n${m.body}" }
                def publishChecks(Map m) { echo "check ${m.title} ${m.conclusion}\\n${m.summary}" }
                def jiraSendDeploymentInfo(Map m) { echo "jira ${m.environmentType}" }
                node {
                  writeFile file: 'app.bin', text: BUILD_TAG
                  %s
                }
                """.formatted(shown), true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        String said = "backend r1 is live on blue; 0 of ";
        assertThat(JenkinsRule.getLog(run))
                .containsSubsequence(
                        "slack #deployments good " + said,
                        " requests failed <",
                        run.getUrl() + "|#1>",
                        "mail " + said,
                        "proof: ",
                        run.getUrl(),
                        "check " + said,
                        "SUCCESS",
                        " connect: done",
                        "jira production")
                .doesNotContain("null", "proof: \n");
    }

    @Test
    void deploysFromAnAgentWithAllParametersInline() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("deployer"));
        JenkinsBench.Facts facts = bench.facts();

        WorkflowRun run = run("{ label 'deployer' }", """
                blueGreenDeploy(application: 'inline', artifact: 'target/*.bin', hosts: '%s', hostKeys: '''%s''',
                    credentialsId: 'deploy-key', bluePort: %d, greenPort: %d, deployDirectory: '%s', startCommand: '''%s''',
                    environment: 'EXTRA=hello', frontDoor: '%s', router: nginx(flagFile: '%s'), healthCheck: [interval: 1, timeout: 2])
                """.formatted(
                        facts.hosts(),
                        facts.hostKeys(),
                        facts.bluePort(),
                        facts.greenPort(),
                        facts.directory(),
                        facts.command(),
                        facts.url(),
                        facts.flag()));

        jenkins.assertBuildStatusSuccess(run);
        jenkins.assertLogContains("Running on " + agent.getNodeName(), run);
        assertThat(JenkinsRule.getLog(run))
                .containsSubsequence("DEPLOYED: inline serves release", "deployment   shop-1-", "End of Pipeline");
        assertThat(bench.served()).contains("extra=hello");
    }

    @Test
    void failsWithTheReasonAndLeavesTheOldOneServing() throws Exception {
        jenkins.assertBuildStatusSuccess(
                run("blueGreenDeploy(application: 'backend', artifact: 'target/*-1.bin', release: 'good')"));

        WorkflowRun bad =
                run("blueGreenDeploy(application: 'backend', artifact: 'target/*-1.bin', environment: 'STATUS=500',"
                        + " healthCheck: [retries: 50, interval: '100ms'])");

        jenkins.assertBuildStatus(Result.FAILURE, bad);
        jenkins.assertLogContains("500", bad);
        jenkins.assertLogContains("ERROR: ", bad);
        assertThat(bench.served()).contains("release=good");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
    }

    @Test
    void listsTheFilesWhereNotJustOneMatches() throws Exception {
        WorkflowRun none = run("blueGreenDeploy(application: 'backend', artifact: 'target/*.jar')");
        jenkins.assertBuildStatus(Result.FAILURE, none);
        jenkins.assertLogContains("No file in the workspace matches artifact 'target/*.jar': ", none);
        jenkins.assertLogContains("; build it before, or mend the pattern.", none);

        WorkflowRun several = run("blueGreenDeploy(application: 'backend', artifact: 'target/*.bin')");
        jenkins.assertBuildStatus(Result.FAILURE, several);
        jenkins.assertLogContains("2 files in the workspace match artifact 'target/*.bin'", several);
        jenkins.assertLogContains("  target/app-1.bin", several);
        jenkins.assertLogContains("  target/app-2.bin", several);
    }

    @Test
    void deploysADirectoryAndWhatIsInAnArchive() throws Exception {
        WorkflowRun directory = run(
                "writeFile file: 'web/dist/a/b.txt', text: 'x'; writeFile file: 'web/dist/b.map', text: 'x'\n"
                        + "blueGreenDeploy(application: 'backend', artifact: 'web/dist', exclude: '**/*.map', release: 'directory')");
        jenkins.assertBuildStatusSuccess(directory);
        jenkins.assertLogContains(" in 1 files)", directory);
        assertThat(bench.served()).contains("release=directory");

        WorkflowRun archive = run(
                "sh 'tar -czf target/site.tar.gz web'\n"
                        + "blueGreenDeploy(application: 'backend', artifact: 'target/*.tar.gz', unpack: true, release: 'archive')");
        jenkins.assertBuildStatusSuccess(archive);
        jenkins.assertLogContains("ship site (", archive);
        assertThat(bench.served()).contains("release=archive");
    }

    @Test
    void leavesOutThePlainJarOfGradle() throws Exception {
        String jars = "writeFile file: 'libs/shop.jar', text: 'x'; writeFile file: 'libs/shop-plain.jar', text: 'x'\n";
        WorkflowRun both = run(jars + "blueGreenDeploy(application: 'backend', artifact: 'libs/*.jar')");
        jenkins.assertBuildStatus(Result.FAILURE, both);
        jenkins.assertLogContains("so add exclude: '**/*-plain.jar' to the step", both);

        jenkins.assertBuildStatusSuccess(run(
                jars + "blueGreenDeploy(application: 'backend', artifact: 'libs/*.jar', exclude: '**/*-plain.jar')"));
    }

    @Test
    void refusesAnArtifactOutsideOfTheWorkspace() throws Exception {
        WorkflowRun run = run("sh 'ln -s /etc/hostname target/link.bin'\n"
                + "blueGreenDeploy(application: 'backend', artifact: 'target/link.bin')");

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("leads out of the workspace", run);
    }

    /** Such as one for a class that is not there. */
    @Test
    @SuppressWarnings("deprecation") // of the tests no index is made that Jenkins would find it by
    void anErrorEndsTheStep() throws Exception {
        jenkins.createOnlineSlave(Label.get("deployer"));
        ExtensionList.lookup(FilePath.FileCallableWrapperFactory.class).add(new Breaking());
        define("{ label 'deployer' }", "blueGreenDeploy(application: 'backend', artifact: 'target/*.bin')");

        WorkflowRun run = job.scheduleBuild2(0).get(2, TimeUnit.MINUTES);

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("broken in between", run);
    }

    /** Lets an error out of the call that deploys. */
    private static final class Breaking extends FilePath.FileCallableWrapperFactory {

        @Override
        public <T> DelegatingCallable<T, IOException> wrap(DelegatingCallable<T, IOException> callable) {
            if (callable.toString().startsWith("io.jenkins.plugins.bluegreen.jenkins.run.DeployTask")) {
                throw new AssertionError("broken in between");
            }
            return callable;
        }
    }

    @Test
    void namesTheNearestApplicationForAnUnknownOne() throws Exception {
        WorkflowRun run = run("blueGreenDeploy(application: 'bakend', artifact: 'target/*.bin')");

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains(
                "The application 'bakend' is not in the global configuration, and the job gives no hosts for it"
                        + " (known are backend; did you mean 'backend'?).",
                run);
    }

    @Test
    void namesCredentialsThatAreNotThere() throws Exception {
        WorkflowRun run =
                run("blueGreenDeploy(application: 'backend', artifact: 'target/*.bin', credentialsId: 'nope')");

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("There are no credentials 'nope' that this build may use", run);
    }

    @Test
    void needsANode() throws Exception {
        job.setDefinition(new CpsFlowDefinition("blueGreenDeploy(application: 'backend', artifact: 'a')", true));

        WorkflowRun run = job.scheduleBuild2(0).get();

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains(
                "Perhaps you forgot to surround the blueGreenDeploy step with a step that provides this, such as: node",
                run);
    }

    @Test
    void anAbortUndoesBeforeTheBuildEnds() throws Exception {
        define("any", "blueGreenDeploy(application: 'backend', artifact: 'target/*.bin', environment: 'STATUS=503')");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("await healthy", run);
        Processes.awaitListening(bench.slots.blue(), Duration.ofSeconds(20));

        run.getExecutor().interrupt();
        jenkins.waitForMessage("Aborted: the deployment stops and undoes what it did.", run);
        jenkins.waitForCompletion(run);

        jenkins.assertBuildStatus(Result.ABORTED, run);
        Until.so(Duration.ofSeconds(5), () -> !Processes.listening(bench.slots.blue()), () -> "blue still runs");
    }

    @Test
    void aSecondAbortWhileItIsUndoneIsRefusedWithASentence() throws Exception {
        // Stopping this application takes the whole stopTimeout.
        define(
                "any",
                "blueGreenDeploy(application: 'backend', artifact: 'target/*.bin',"
                        + " environment: 'STATUS=503\\nBEHAVIOUR=stubborn')");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("await healthy", run);
        Processes.awaitListening(bench.slots.blue(), Duration.ofSeconds(20));

        run.getExecutor().interrupt();
        jenkins.waitForMessage("Aborted: the deployment stops and undoes what it did.", run);
        run.getExecutor().interrupt();
        jenkins.waitForMessage("Aborted once more, which changes nothing", run);
        jenkins.waitForCompletion(run);

        jenkins.assertBuildStatus(Result.ABORTED, run);
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        // The lock is free.
        jenkins.assertBuildStatusSuccess(run("blueGreenDeploy(application: 'backend', artifact: 'target/*-1.bin')"));
    }
}
