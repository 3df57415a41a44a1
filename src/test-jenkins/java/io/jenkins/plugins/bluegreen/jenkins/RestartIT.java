package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.tasks.Shell;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SimpleCommandLauncher;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is killed in the middle of a deployment and started again: the build gets the true result. */
class RestartIT {

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension();

    private final JenkinsBench bench = new JenkinsBench();

    private String record;

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theBuildFailsWhenItsReleaseHadNotComeToTheSwitch() throws Throwable {
        String console = killedAt(
                "..  await healthy green",
                "environment: 'BEHAVIOUR=idle\\nTOKEN=' + ['hunter', '2'].join('')",
                "FAILURE");

        assertThat(console).contains("Jenkins was restarted", "release r2 was taken back");
        assertThat(bench.served()).contains("release=r1");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
        assertThat(Path.of(bench.facts().directory()).resolve("journal")).doesNotExist();
    }

    @Test
    void theBuildSucceedsWhenItsReleaseServesAlready() throws Throwable {
        String console = killedAt("..  observe green", "observe: '5s'", "SUCCESS");

        assertThat(record)
                .startsWith("DEPLOYED r1 shop #2 2 of 2")
                .contains("connect DONE", "stop blue")
                .contains("SWITCH");
        assertThat(record).as("what it was given is kept").endsWith("given");
        assertThat(console)
                .containsSubsequence("..  observe green", "restarted", "..  observe green", "..  stop blue")
                .contains("release r2 serves from green", "returned green");
        assertThat(bench.served()).contains("release=r2");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        assertThat(Path.of(bench.facts().directory()).resolve("journal")).doesNotExist();
    }

    @Test
    void aRollbackIsTakenUpAsWell() throws Throwable {
        real.startJenkins();
        real.runRemotely(RestartIT::deployOnce, bench.facts());
        real.runRemotely(RestartIT::rollBackUntilObserved);
        real.stopJenkinsForcibly();

        real.startJenkins();
        String console = real.runRemotely(RestartIT::awaitEnd, "SUCCESS");
        real.stopJenkins();

        assertThat(console)
                .containsSubsequence("Rolling back backend", "..  observe blue", "restarted", "..  stop green")
                .contains("release r1 serves from blue", "returned blue r1");
        assertThat(bench.served()).contains("release=r1");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
        assertThat(Path.of(bench.facts().directory()).resolve("journal")).doesNotExist();
    }

    private static void rollBackUntilObserved(JenkinsRule rule) throws Throwable {
        WorkflowJob job = Jenkins.get().getItemByFullName("shop", WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  writeFile file: 'app.bin', text: 'r2'
                  blueGreenDeploy(application: 'backend', artifact: '*.bin', release: 'r2', observe: '0s')
                  def r = blueGreenRollback(application: 'backend', observe: '5s')
                  echo "returned ${r.liveSlot} ${r.releaseId}"
                }
                """, true));
        rule.waitForMessage("..  observe blue", job.scheduleBuild2(0).waitForStart());
    }

    @Test
    void anAbortWhileTheAgentIsAwaySaysWhatBecomesOfTheDeployment() throws Throwable {
        real.startJenkins();
        real.runRemotely(RestartIT::deployOnce, bench.facts());
        real.runRemotely(RestartIT::deployOnAnAgentThatWillBeAway);
        real.stopJenkinsForcibly();

        real.startJenkins();
        String console = real.runRemotely(RestartIT::abort);
        assertThat(console)
                .contains("Aborted while the agent was away: what the deployment shop-2-")
                .containsSubsequence(
                        "Jenkins was restarted: finding out how", "ABORTED: ", "release r2 was taken back");
        assertThat(Path.of(bench.facts().directory()).resolve("journal")).doesNotExist();
        real.runRemotely(RestartIT::deployAgain);
        real.stopJenkins();

        assertThat(bench.served()).contains("release=r3");
        assertThat(Path.of(bench.facts().directory()).resolve("journal")).doesNotExist();
    }

    @Test
    void anAbortIsNotForgottenOverTheRestart() throws Throwable {
        real.startJenkins();
        real.runRemotely(RestartIT::deployOnce, bench.facts());
        // Whoever does not go when it is told to keeps the undo at work for a while.
        real.runRemotely(
                RestartIT::deployUntil, "..  observe green", "observe: '10m', environment: 'BEHAVIOUR=stubborn'");
        real.runRemotely(RestartIT::interrupt);
        Until.so(Duration.ofMinutes(1), this::anAbortIsSaved, () -> "the abort is not saved");
        real.stopJenkinsForcibly();

        real.startJenkins();
        String console = real.runRemotely(RestartIT::awaitEnd, "ABORTED");
        real.stopJenkins();
        assertThat(console).containsSubsequence("Aborted: ", "Jenkins was restarted: finding out how", "ABORTED: ");
        assertThat(bench.served()).contains("release=r1");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
        assertThat(Path.of(bench.facts().directory()).resolve("journal")).doesNotExist();
    }

    @Test
    void whatOnlyWaitedForItsLockGoesOnAfterTheRestart() throws Throwable {
        real.startJenkins();
        real.runRemotely(RestartIT::deployOnce, bench.facts());
        Path lock = Path.of(bench.facts().directory()).resolve("lock");
        Process holder = new ProcessBuilder("flock", lock.toString(), "cat").start();
        try {
            real.runRemotely(RestartIT::deployWithASecretUntilLocked);
            real.stopJenkinsForcibly();
            assertThat(filesOfTheBuild()).isNotEmpty().noneMatch(file -> file.contains("hunter2"));
            real.startJenkins();
            real.runRemotely(RestartIT::awaitLine, "Jenkins was restarted: finding out how");
        } finally {
            holder.getOutputStream().close();
        }
        String console = real.runRemotely(RestartIT::awaitEnd, "SUCCESS");
        real.stopJenkins();

        assertThat(console)
                .containsSubsequence(
                        "..  lock backend",
                        "Jenkins was restarted: finding out how",
                        "Nothing had been changed yet, so the deployment goes on from its beginning.",
                        "..  start",
                        "..  stop blue")
                .contains("returned green")
                .doesNotContain("hunter2", "\tat ");
        assertThat(bench.served()).isEqualTo("release=r2 extra=hunter2");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }

    private static void deployWithASecretUntilLocked(JenkinsRule rule) throws Throwable {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "extra", "", Secret.fromString("hunter2")));
        SystemCredentialsProvider.getInstance().save();
        WorkflowJob job = Jenkins.get().getItemByFullName("shop", WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  writeFile file: 'app.bin', text: 'r2'
                  withCredentials([string(credentialsId: 'extra', variable: 'EXTRA')]) {
                    def r = blueGreenDeploy(application: 'backend', artifact: '*.bin', release: 'r2', lockTimeout: '2m',
                        passEnvironment: 'EXTRA', observe: '0s')
                    echo "returned ${r.liveSlot}"
                  }
                }
                """, true));
        rule.waitForMessage("..  lock backend", job.scheduleBuild2(0).waitForStart());
    }

    private static WorkflowRun secondBuild() {
        return Jenkins.get().getItemByFullName("shop", WorkflowJob.class).getBuildByNumber(2);
    }

    private static void awaitLine(JenkinsRule rule, String line) throws Throwable {
        rule.waitForMessage(line, secondBuild());
    }

    private static void interrupt(JenkinsRule rule) throws Throwable {
        secondBuild().getExecutor().interrupt();
    }

    private boolean anAbortIsSaved() {
        try {
            return filesOfTheBuild().stream().anyMatch(file -> file.contains("FlowInterruptedException"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deployOnAnAgentThatWillBeAway(JenkinsRule rule) throws Throwable {
        DumbSlave agent = rule.createOnlineSlave(Label.get("deployer"));
        WorkflowJob job = Jenkins.get().getItemByFullName("shop", WorkflowJob.class);
        define(job, "'deployer'", "r2", "environment: 'BEHAVIOUR=idle'");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        rule.waitForMessage("..  await healthy green", run);
        agent.setLauncher(new SimpleCommandLauncher("false"));
        agent.save();
    }

    private static String abort(JenkinsRule rule) throws Throwable {
        WorkflowRun run = secondBuild();
        Until.so(Duration.ofMinutes(1), () -> run.getOneOffExecutor() != null, () -> "the build is not resumed");
        run.getOneOffExecutor().interrupt();
        rule.waitForCompletion(run);
        rule.assertBuildStatus(Result.ABORTED, run);
        return JenkinsRule.getLog(run);
    }

    private static void deployAgain(JenkinsRule rule) throws Throwable {
        WorkflowJob job = Jenkins.get().getItemByFullName("shop", WorkflowJob.class);
        define(job, "'built-in'", "r3", "observe: '0s'");
        rule.buildAndAssertSuccess(job);
    }

    private String killedAt(String line, String parameter, String result) throws Throwable {
        JenkinsBench.Facts facts = bench.facts();
        real.startJenkins();
        real.runRemotely(RestartIT::deployOnce, facts);
        real.runRemotely(RestartIT::deployUntil, line, parameter);
        real.stopJenkinsForcibly();
        assertThat(filesOfTheBuild()).noneMatch(file -> file.contains("hunter2"));

        real.startJenkins();
        String console = real.runRemotely(RestartIT::awaitEnd, result);
        record = real.runRemotely(RestartIT::record);
        real.stopJenkins();
        return console;
    }

    /** Of the second deployment, which is the newest. */
    private static String record(JenkinsRule rule) throws Throwable {
        List<Summary> history = Deployments.get().visible("backend");
        DeploymentRecord record =
                Deployments.get().visible("backend", history.get(0).id()).orElseThrow();
        Origin origin = record.origin();
        return record.ending().state() + " " + record.subject().previous() + " " + origin.job() + " #" + origin.build()
                + " " + history.size() + " of 2 "
                + record.steps().stream()
                        .map(step -> step.step() + " " + step.status())
                        .toList()
                + record.availability().traffic().marks()
                + Deployments.get()
                        .given("backend", "shop")
                        .filter(given -> given.id().equals(record.id()))
                        .map(given -> " given")
                        .orElse(" not given");
    }

    /** A freestyle build is not taken up, and so nobody knows how its deployment ended, until the next one looks. */
    @Test
    void theRecordOfWhatWasCutOffIsSettledByTheNextDeployment() throws Throwable {
        real.startJenkins();
        real.runRemotely(RestartIT::deployOnce, bench.facts());
        real.runRemotely(RestartIT::deployFreestyleUntilObserved);
        real.stopJenkinsForcibly();

        real.startJenkins();
        assertThat(real.runRemotely(RestartIT::record))
                .startsWith("CUT_OFF r1 free #1")
                .contains("SWITCHED");
        real.runRemotely(RestartIT::deployAgain);
        List<String> states = real.runRemotely(RestartIT::endings).lines().toList();
        real.stopJenkins();
        assertThat(states).hasSize(3);
        assertThat(states.get(0)).startsWith("DEPLOYED ");
        assertThat(states.get(1))
                .matches(
                        "SETTLED The deployment shop-2-\\w+ settled it: Its release serves in green and is healthy;.*");
    }

    private static String endings(JenkinsRule rule) throws Throwable {
        return Deployments.get().visible("backend").stream()
                .map(each -> each.ending().state() + " " + each.ending().sentence())
                .collect(Collectors.joining("\n"));
    }

    private static void deployFreestyleUntilObserved(JenkinsRule rule) throws Throwable {
        FreeStyleProject project = rule.createFreeStyleProject("free");
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setArtifact("app.bin");
        fields.setRelease("r2");
        fields.setObserve("10m");
        project.getBuildersList().add(new Shell("date > app.bin"));
        project.getBuildersList().add(new BlueGreenBuilder(fields));
        rule.waitForMessage("..  observe green", project.scheduleBuild2(0).waitForStart());
    }

    private List<String> filesOfTheBuild() throws Exception {
        File build = new File(real.getHome(), "jobs/shop/builds/2");
        try (Stream<Path> files = Files.walk(build.toPath())) {
            return files.filter(file -> List.of("program.dat", "build.xml")
                            .contains(file.toFile().getName()))
                    .map(RestartIT::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static void deployOnce(JenkinsRule rule, JenkinsBench.Facts facts) throws Throwable {
        facts.addCredentials();
        BlueGreenConfiguration.get().setApplications(List.of(facts.application("backend")));
        WorkflowJob job = rule.createProject(WorkflowJob.class, "shop");
        define(job, "r1", "observe: '0s'");
        rule.assertBuildStatusSuccess(job.scheduleBuild2(0));
    }

    private static void deployUntil(JenkinsRule rule, String line, String parameter) throws Throwable {
        deployOn(rule, "'built-in'", line, parameter);
    }

    /** Deploys anew, and returns as soon as a line stands in the console. */
    static void deployOn(JenkinsRule rule, String node, String line, String parameter) throws Throwable {
        WorkflowJob job = Jenkins.get().getItemByFullName("shop", WorkflowJob.class);
        define(job, node, "r2", parameter);
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        rule.waitForMessage(line, run);
    }

    static String awaitEnd(JenkinsRule rule, String result) throws Throwable {
        WorkflowRun run = secondBuild();
        Until.so(Duration.ofMinutes(3), () -> !run.isBuilding(), () -> "the build did not end after the restart");
        rule.assertBuildStatus(Result.fromString(result), run);
        return JenkinsRule.getLog(run);
    }

    private static void define(WorkflowJob job, String release, String parameter) throws Exception {
        define(job, "'built-in'", release, parameter);
    }

    private static void define(WorkflowJob job, String node, String release, String parameter) throws Exception {
        job.setDefinition(new CpsFlowDefinition("""
                node(%3$s) {
                  writeFile file: 'app.bin', text: '%1$s'
                  def r = blueGreenDeploy(application: 'backend', artifact: '*.bin', release: '%1$s', %2$s)
                  echo "returned ${r.liveSlot}"
                }
                """.formatted(release, parameter, node), true));
    }
}
