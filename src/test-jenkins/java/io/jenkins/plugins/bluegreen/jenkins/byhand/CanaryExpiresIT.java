package io.jenkins.plugins.bluegreen.jenkins.byhand;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord.Beside;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A canary without a build that waits for it, against a real OpenSSH server and a real nginx. */
@WithJenkins
class CanaryExpiresIT {

    private final JenkinsBench bench = JenkinsBench.withCanary();

    @AfterEach
    void close() {
        bench.close();
    }

    private static List<Summary> records() {
        return Deployments.get().visible("backend");
    }

    private WorkflowJob deployed(JenkinsRule jenkins) throws Exception {
        bench.facts().addCredentials();
        DeploySettings backend = bench.facts().application("backend");
        backend.setObserve("0s");
        HealthCheckSettings health = new HealthCheckSettings();
        health.setPath("/up");
        backend.setHealthCheck(health);
        BlueGreenConfiguration.get().setApplications(List.of(backend));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        jenkins.assertBuildStatusSuccess(run(job, ""));
        return job;
    }

    /** A button knows of the strategy what the job said when it deployed. */
    @Test
    void leadsUsersToWhatWasHeldWithItWhenSomebodyPressesPromote(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = deployed(jenkins);
        jenkins.assertBuildStatusSuccess(run(
                job, ", hold: '4h', strategy: canary(steps: '50%', every: '1s', minRequests: 1, tooFew: 'promote')"));

        String promotion = RollbackByHand.promote("backend", "shop", "");
        Until.so(
                Duration.ofMinutes(2),
                () -> records().get(0).id().equals(promotion)
                        && records().get(0).ending().state() == State.DEPLOYED
                        && RollbackByHand.whyNot("backend", "shop").isEmpty(),
                () -> "It did not come to that: " + records());

        assertThat(Deployments.get().store().beside("backend", promotion, Beside.LOG))
                .content()
                .contains("lead 50 % of the clients to green");
        assertThat(bench.served()).contains("release=r2");
    }

    @Test
    void isTakenBackWhenItsTimeIsOverAndNotBefore(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = deployed(jenkins);
        WorkflowRun bad = run(
                job,
                ", environment: 'STATUS=500', strategy: canary(steps: '50%', every: '2s', minRequests: 1,"
                        + " onFailure: 'hold', canaryExpires: '2h')");
        jenkins.assertBuildStatus(Result.FAILURE, bad);
        jenkins.assertLogContains("They still are (onFailure: 'hold')", bad);
        Summary left = records().get(0);
        assertThat(left.ending().state()).isEqualTo(State.STUCK);
        assertThat(jenkins.createWebClient().goTo("blue-green/backend").asNormalizedText())
                .contains("Jenkins leads all clients back at ");

        Instant end = left.ending().startedAt().plus(left.ending().took()).plus(Duration.ofHours(2));
        WhenDue.look(end.minusSeconds(1));
        assertThat(RollbackByHand.whyNot("backend", "shop")).isEmpty();
        WhenDue.look(end.plusSeconds(1));
        Until.so(
                Duration.ofMinutes(2),
                () -> records().get(0).origin().kind() == Origin.Kind.BY_TIME
                        && records().get(0).ending().state() == State.DISCARDED
                        && RollbackByHand.whyNot("backend", "shop").isEmpty(),
                () -> "It did not come to that: " + records());

        assertThat(records().get(0).ending().sentence())
                .contains("Release r2 of shop #2", "to which 50 % of the clients were led", "canaryExpires");
        assertThat(records().get(1).ending().state()).isEqualTo(State.SETTLED);
        assertThat(Processes.listening(bench.slots.green())).isFalse();
        assertThat(bench.served()).contains("release=r1");
        WhenDue.look(end.plus(Duration.ofHours(3)));
        assertThat(records()).hasSize(3);
    }

    private static WorkflowRun run(WorkflowJob job, String more) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "node { writeFile file: 'app.bin', text: BUILD_TAG\n"
                        + "blueGreenDeploy(application: 'backend', artifact: 'app.bin', release: \"r${BUILD_NUMBER}\""
                        + more + ") }",
                true));
        return job.scheduleBuild2(0).get();
    }
}
