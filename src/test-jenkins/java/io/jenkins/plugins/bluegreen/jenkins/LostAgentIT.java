package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import hudson.slaves.DumbSlave;
import hudson.tasks.Shell;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An agent that is killed in the middle of a deployment: the build knows and says what came of it. */
@WithJenkins
class LostAgentIT {

    /** Tells the id of the process that it runs in. */
    private static final class Pid extends MasterToSlaveCallable<Long, RuntimeException> {

        private static final long serialVersionUID = 1L;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }

    private final JenkinsBench bench = new JenkinsBench();
    private JenkinsRule jenkins;
    private WorkflowJob job;
    private DumbSlave agent;

    @BeforeEach
    void deployOnce(JenkinsRule rule) throws Exception {
        jenkins = rule;
        bench.facts().addCredentials();
        BlueGreenConfiguration.get().setApplications(List.of(bench.facts().application("backend")));
        agent = jenkins.createOnlineSlave(Label.get("deployer"));
        job = jenkins.createProject(WorkflowJob.class, "shop");
        define("r1", "observe: '0s'");
        jenkins.buildAndAssertSuccess(job);
    }

    /** A removed agent's builds are ended after that time, which is very short in tests. */
    @BeforeEach
    void waitAsLongAsInEarnest() {
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS =
                Duration.ofMinutes(5).toMillis();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void define(String release, String parameter) throws Exception {
        job.setDefinition(new CpsFlowDefinition("""
                node('deployer') {
                  writeFile file: 'app.bin', text: '%1$s'
                  def r = blueGreenDeploy(application: 'backend', artifact: '*.bin', release: '%1$s', %2$s)
                  echo "returned ${r.liveSlot}"
                }
                """.formatted(release, parameter), true));
    }

    private WorkflowRun killedAt(String line, String parameter) throws Exception {
        define("r2", parameter);
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage(line, run);
        kill(agent);
        jenkins.waitForMessage("was lost during the deployment shop-2-", run);
        return run;
    }

    private static void kill(DumbSlave agent) throws Exception {
        ProcessHandle.of(agent.getChannel().call(new Pid())).ifPresent(Processes::kill);
    }

    private void start(DumbSlave agent) throws Exception {
        Until.so(Duration.ofMinutes(1), () -> agent.toComputer().isOffline(), () -> "it is not noticed to be gone");
        Until.so(
                Duration.ofMinutes(2),
                () -> {
                    agent.toComputer().connect(false); // again, where the last one failed
                    return agent.toComputer().isOnline();
                },
                () -> "it is not back");
    }

    private void removeTheAgent() throws Exception {
        jenkins.jenkins.removeNode(agent);
    }

    private static void noTraceIsIn(Run<?, ?> run) throws Exception {
        assertThat(JenkinsRule.getLog(run).lines().filter(line -> line.startsWith("[blue-green]")))
                .noneMatch(line -> line.contains("\tat "));
        assertThat(JenkinsRule.getLog(run)).doesNotContain("at io.jenkins.plugins.bluegreen");
    }

    private void nothingIsLeft() {
        assertThat(Path.of(bench.facts().directory()).resolve("journal")).doesNotExist();
    }

    @Test
    void theAgentThatIsBackFinishesWhatServes() throws Exception {
        WorkflowRun run = killedAt("..  observe green", "observe: '5s'");
        start(agent);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run))
                .containsSubsequence("..  observe green", "was lost", "..  observe green", "..  stop blue", "DEPLOYED")
                .contains("release r2 serves from green", "returned green");
        noTraceIsIn(run);
        assertThat(bench.served()).contains("release=r2");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        nothingIsLeft();
        itsRecordGoesOn();
    }

    private static void itsRecordGoesOn() {
        List<Summary> history = Deployments.get().visible("backend");
        assertThat(history).hasSize(2);
        DeploymentRecord record =
                Deployments.get().visible("backend", history.get(0).id()).orElseThrow();
        assertThat(record.ending().state()).isEqualTo(Ending.State.DEPLOYED);
        assertThat(record.subject().previous()).isEqualTo("r1");
        assertThat(record.steps())
                .filteredOn(step -> step.step().startsWith("observe green"))
                .hasSize(2);
        assertThat(record.steps()).noneMatch(step -> step.status() == StepReport.Status.RUNNING);
    }

    @Test
    void theControllerTakesBackWhatWasBeingPrepared() throws Exception {
        WorkflowRun run = killedAt("..  await healthy green", "environment: 'BEHAVIOUR=idle'");
        removeTheAgent();

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "going on from the controller",
                        ": The agent '" + agent.getNodeName() + "' was lost during this deployment")
                .contains("release r2 was taken back");
        noTraceIsIn(run);
        assertThat(bench.served()).contains("release=r1");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
        nothingIsLeft();
    }

    @Test
    void theControllerFinishesWhatServes() throws Exception {
        WorkflowRun run = killedAt("..  observe green", "observe: '5s'");
        removeTheAgent();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run))
                .containsSubsequence(
                        "..  observe green",
                        "was lost",
                        "going on from the controller",
                        "..  prove that requests reach green",
                        "..  observe green",
                        "..  stop blue",
                        "DEPLOYED: The agent '" + agent.getNodeName() + "' was lost during this deployment")
                .contains("release r2 serves from green", "returned green");
        noTraceIsIn(run);
        assertThat(bench.served()).contains("release=r2");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        nothingIsLeft();
    }

    @Test
    void anAbortDoesNotWaitForTheAgent() throws Exception {
        WorkflowRun run = killedAt("..  observe green", "observe: '10m'");
        run.getExecutor().interrupt();

        jenkins.waitForCompletion(run);
        jenkins.assertBuildStatus(Result.ABORTED, run);
        jenkins.assertLogContains("ABORTED: The agent '" + agent.getNodeName() + "' was lost", run);
        noTraceIsIn(run);
        assertThat(bench.served()).contains("release=r1");
        nothingIsLeft();
    }

    @Test
    void saysWhatMayServeWhereNobodyCanReachTheHosts() throws Exception {
        WorkflowRun run = killedAt("..  observe green", "observe: '10m'");
        bench.sshd.close();
        removeTheAgent();

        jenkins.waitForCompletion(run);
        jenkins.assertBuildStatus(Result.FAILURE, run);
        assertThat(JenkinsRule.getLog(run))
                .contains("STUCK: The agent '" + agent.getNodeName()
                        + "' was lost during this deployment, and how it ended could not be")
                .contains("last seen in the phase 'switch': either slot may be live, blue (port " + bench.slots.blue())
                .contains("The next deployment of backend keeps release r2 where that serves and is healthy");
        noTraceIsIn(run);
    }

    @Test
    void aFreestyleBuildKnowsAsWell() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject("free");
        project.setAssignedLabel(Label.get("deployer"));
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setArtifact("app.bin");
        fields.setRelease("r2");
        fields.setObserve("8s");
        project.getBuildersList().add(new Shell("date > app.bin"));
        project.getBuildersList().add(new BlueGreenBuilder(fields));
        FreeStyleBuild build = project.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("..  observe green", build);
        kill(agent);
        jenkins.waitForMessage("was lost during the deployment free-1-", build);
        start(agent);

        jenkins.waitForCompletion(build);
        jenkins.assertLogContains(
                "DEPLOYED: The agent '" + agent.getNodeName() + "' was lost during this deployment", build);
        jenkins.assertLogContains("The deployment stands, also if Jenkins fails this build", build);
        noTraceIsIn(build);
        assertThat(bench.served()).contains("release=r2");
        nothingIsLeft();
    }

    @Test
    void whatOnlyWaitedForItsLockGoesOn() throws Exception {
        define("r2", "observe: '6s'");
        WorkflowRun holder = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("..  observe green", holder);
        WorkflowJob waiting = jenkins.createProject(WorkflowJob.class, "waiting");
        DumbSlave second = jenkins.createOnlineSlave(Label.get("second"));
        waiting.setDefinition(new CpsFlowDefinition("""
                node('second') {
                  writeFile file: 'app.bin', text: 'r3'
                  blueGreenDeploy(application: 'backend', artifact: '*.bin', release: 'r3', lockTimeout: '2m', observe: '0s')
                }
                """, true));
        WorkflowRun run = waiting.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("..  lock backend", run);
        kill(second);
        jenkins.waitForMessage("was lost during the deployment", run);
        start(second);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("Nothing had been changed yet, so the deployment goes on", run);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(holder));
        assertThat(bench.served()).contains("release=r3");
    }
}
