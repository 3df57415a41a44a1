package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.byhand.Refresh;
import io.jenkins.plugins.bluegreen.jenkins.byhand.RollbackByHand;
import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenRollbackBuilder;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStatusBuilder;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.time.Duration;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps that tell how an application is, and that go back, against a real OpenSSH server and a real nginx. */
@WithJenkins
class StatusAndRollbackIT {

    private static final String DEPLOY =
            "writeFile file: 'app.bin', text: BUILD_TAG\nblueGreenDeploy(application: 'backend', artifact: 'app.bin', release: \"r${BUILD_NUMBER}\")\n";

    private final JenkinsBench bench = new JenkinsBench();
    private JenkinsRule jenkins;
    private WorkflowJob job;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        bench.facts().addCredentials();
        DeploySettings backend = bench.facts().application("backend");
        backend.setObserve("0s");
        BlueGreenConfiguration.get().setApplications(List.of(backend));
        job = jenkins.createProject(WorkflowJob.class, "shop");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private WorkflowRun run(String steps) throws Exception {
        return run("", steps);
    }

    private WorkflowRun run(String label, String steps) throws Exception {
        define(label, steps);
        return job.scheduleBuild2(0).get();
    }

    private void define(String label, String steps) throws Exception {
        job.setDefinition(new CpsFlowDefinition("node(" + label + ") {\n" + steps + "\n}", true));
    }

    private String host() {
        return bench.facts().hosts();
    }

    @Test
    void aStatusIsToldAndReturnedAsPlainValues() throws Exception {
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        jenkins.createOnlineSlave(Label.get("deployer"));

        WorkflowRun run = jenkins.assertBuildStatusSuccess(run("'deployer'", """
                def s = blueGreenStatus(application: 'backend', expect: '1')
                sleep 1 // it is saved with the running build here
                def blue = s.hosts[0].slots.blue
                echo "told ${s.liveSlot} ${s.releaseId} ${blue.state} ${blue.build} ${blue.healthy} ${s.hosts[0].slots.green.releaseId} ${s.remarks}"
                """));

        assertThat(JenkinsRule.getLog(run))
                .containsSubsequence(
                        "[blue-green] backend",
                        "[blue-green] \u2514\u2500 " + host(),
                        "   \u251c\u2500 blue  :" + bench.slots.blue() + "  release r1 (shop #1)  live, pid ",
                        "healthy: answers 200",
                        "   \u2514\u2500 green :" + bench.slots.green() + "  empty")
                .contains("told blue r1 live shop #1 true null [On " + host()
                        + ": nothing starts this application after a reboot: ");
    }

    @Test
    void anotherReleaseThanExpectedFailsTheBuild() throws Exception {
        jenkins.assertBuildStatusSuccess(run(DEPLOY));

        WorkflowRun run =
                jenkins.assertBuildStatus(Result.FAILURE, run("blueGreenStatus(application: 'backend', expect: 'r7')"));

        jenkins.assertLogContains(
                "FAILED: Release r7 of backend was expected to be live, but release r1 is live on " + host() + ".",
                run);
        jenkins.assertLogContains("release r1 (shop #1)  live", run);
    }

    /** Whoever looks may lack what a deployment needs. */
    @Test
    void aHostThatIsDownAndAVariableThatIsMissingAreNoObstacles() throws Exception {
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        DeploySettings backend = bench.facts().application("backend");
        backend.setPassEnvironment("DB_PASSWORD");
        backend.setFrontDoorHeaders("Authorization: Bearer $TOKEN");
        backend.setHosts(backend.getHosts() + " 127.0.0.1:1");
        BlueGreenConfiguration.get().setApplications(List.of(backend));

        WorkflowRun run = jenkins.assertBuildStatusSuccess(run("blueGreenStatus application: 'backend'"));

        jenkins.assertLogContains("release r1 (shop #1)  live", run);
        jenkins.assertLogContains("\u2514\u2500 127.0.0.1:1: unknown: ", run);
    }

    @Test
    void aStatusThatIsAskedForWronglySaysSo() throws Exception {
        jenkins.assertLogContains(
                "FAILED: The application 'bakend' is not in the global configuration",
                jenkins.assertBuildStatus(Result.FAILURE, run("blueGreenStatus application: 'bakend'")));
        jenkins.assertLogContains(
                "blueGreenStatus has no parameter 'artifact'",
                jenkins.assertBuildStatus(
                        Result.FAILURE, run("blueGreenStatus application: 'backend', artifact: 'a'")));
    }

    @Test
    void aRollbackGoesBackWithoutABuildAndMarksWhatItLeaves() throws Exception {
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        jenkins.createOnlineSlave(Label.get("deployer"));

        WorkflowRun back = jenkins.assertBuildStatusSuccess(run("'deployer'", """
                def r = blueGreenRollback application: 'backend'
                echo "back ${r.releaseId} ${r.liveSlot}"
                """));

        jenkins.assertLogContains("Rolling back backend on " + host() + " to the newest good release", back);
        jenkins.assertLogContains("back r1 blue", back);
        assertThat(bench.served()).contains("release=r1");
        assertThat(Deployments.get().store().history("backend").get(0)).satisfies(record -> {
            assertThat(record.origin().kind()).isEqualTo(Origin.Kind.ROLLBACK);
            assertThat(record.subject().release()).isEqualTo("r1");
        });

        WorkflowRun again =
                jenkins.assertBuildStatusSuccess(run("blueGreenRollback application: 'backend', release: '1'"));
        jenkins.assertLogContains("serves release r1 from blue", again);
        jenkins.assertLogContains("already, so there was nothing to do", again);

        WorkflowRun nowhere =
                jenkins.assertBuildStatus(Result.FAILURE, run("blueGreenRollback application: 'backend'"));
        jenkins.assertLogContains("There is no release of backend to go back to", nowhere);
        WorkflowRun missing = jenkins.assertBuildStatus(
                Result.FAILURE, run("blueGreenRollback application: 'backend', release: 'r9'"));
        jenkins.assertLogContains("There is no release 'r9' of backend on its hosts", missing);

        WorkflowRun named = jenkins.assertBuildStatusSuccess(
                run("blueGreenRollback application: 'backend', release: '2', markBad: false"));
        jenkins.assertLogContains("DEPLOYED: ", named);
        assertThat(bench.served()).contains("release=r2");
    }

    @Test
    void aButtonGoesBackWithoutAnExecutorAndHasTheHostsAsked() throws Exception {
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        jenkins.createOnlineSlave(Label.get("deployer"));
        jenkins.assertBuildStatusSuccess(run("'deployer'", DEPLOY));
        define("'deployer'", "sleep 600");
        WorkflowRun busy = job.scheduleBuild2(0).waitForStart();

        String id = RollbackByHand.begin("backend", "shop", "", true);
        Until.so(
                Duration.ofMinutes(2),
                () -> Deployments.get().store().history("backend").stream()
                        .anyMatch(each -> each.id().equals(id) && each.ending().state() == Ending.State.DEPLOYED),
                () -> "It is not back: " + Deployments.get().store().history("backend"));

        assertThat(bench.served()).contains("release=r1");
        Origin by = Deployments.get().store().read("backend", id).orElseThrow().origin();
        assertThat(by.kind()).isEqualTo(Origin.Kind.ROLLBACK_BY_HAND);
        assertThat(by.node()).isNotEmpty();
        assertThat(busy.isBuilding()).isTrue();
        busy.doKill();

        Refresh.begin("backend", "shop");
        Until.so(Duration.ofMinutes(1), () -> Refresh.seen("backend").isPresent(), () -> "Nothing was seen.");
        Seen seen = Refresh.seen("backend").orElseThrow();
        assertThat(seen.tree()).anyMatch(line -> line.contains("release r1"));
        assertThat(seen.kept().get(host())).containsExactlyInAnyOrder("r1", "r2");
    }

    @Test
    void whatAButtonBeganCanBeStopped() throws Exception {
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        jenkins.assertBuildStatusSuccess(run(DEPLOY.replace("release:", "observe: '20s', release:")));

        String id = RollbackByHand.begin("backend", "shop", "", true);
        Until.so(
                Duration.ofMinutes(2),
                () -> Deployments.get().visible("backend", id).stream()
                        .flatMap(record -> record.steps().stream())
                        .anyMatch(step -> step.step().startsWith("observe ")),
                () -> "It is not observed.");
        assertThat(bench.served()).contains("release=r1");
        assertThat(pressed("blue-green/backend/" + id + "/stop")).isEqualTo(202);
        Until.so(
                Duration.ofMinutes(2),
                () -> Deployments.get().store().history("backend").stream()
                        .anyMatch(each -> each.id().equals(id) && each.ending().state() == Ending.State.ABORTED),
                () -> "It does not stop: " + Deployments.get().store().history("backend"));
        assertThat(bench.served()).contains("release=r2");
        Until.so(
                Duration.ofMinutes(1),
                () -> !RollbackByHand.canBeStopped("backend", id),
                () -> "It counts as under way still.");
        assertThat(pressed("blue-green/backend/" + id + "/stop")).isEqualTo(409);
    }

    private int pressed(String address) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setThrowExceptionOnFailingStatusCode(false);
            return client.getPage(new WebRequest(client.createCrumbedUrl(address), HttpMethod.POST))
                    .getWebResponse()
                    .getStatusCode();
        }
    }

    @Test
    void anAbortOfARollbackLeavesWhatServed() throws Exception {
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        define("", "blueGreenRollback application: 'backend', observe: '60s'");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("observe blue", run);
        assertThat(bench.served()).contains("release=r1");

        run.getExecutor().interrupt();
        jenkins.waitForCompletion(run);

        jenkins.assertBuildStatus(Result.ABORTED, run);
        assertThat(bench.served()).contains("release=r2");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }

    @Test
    void aStatusDuringADeploymentTellsIt() throws Exception {
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        WorkflowJob other = jenkins.createProject(WorkflowJob.class, "other");
        other.setDefinition(new CpsFlowDefinition(
                "node {\n"
                        + DEPLOY.replace("release:", "observe: '60s', release:").replace("r${", "o${") + "}",
                true));
        WorkflowRun deploying = other.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("observe green", deploying);

        WorkflowRun run = jenkins.assertBuildStatusSuccess(run("blueGreenStatus application: 'backend', expect: 'o1'"));

        jenkins.assertLogContains("The lock on " + host() + " is held by other #1", run);
        jenkins.assertLogContains("of release o1 to green is under way, in its phase 'switch'.", run);
        deploying.getExecutor().interrupt();
        jenkins.waitForCompletion(deploying);
        assertThat(bench.served()).contains("release=r1");
    }

    @Test
    void freestyleJobsTellAndGoBackToo() throws Exception {
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        jenkins.assertBuildStatusSuccess(run(DEPLOY));
        FreeStyleProject project = jenkins.createFreeStyleProject("free");
        RollbackSettings back = new RollbackSettings();
        back.setApplication("backend");
        back.setRelease("r$BUILD_NUMBER");
        StatusSettings status = new StatusSettings();
        status.setApplication("backend");
        status.setExpect("${BLUE_GREEN_RELEASE}");
        project.getBuildersList().add(new BlueGreenRollbackBuilder(back));
        project.getBuildersList().add(new BlueGreenStatusBuilder(status));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(project);

        jenkins.assertLogContains("release r1 (shop #1)  live", build);
        assertThat(bench.served()).contains("release=r1");
        Processes.awaitListening(bench.slots.blue(), Duration.ofSeconds(20));
        // The second build goes to the second release.
        status.setExpect("r1");
        FreeStyleBuild other = jenkins.buildAndAssertStatus(Result.FAILURE, project);
        jenkins.assertLogContains("FAILED: Release r1 of backend was expected to be live", other);
    }
}
