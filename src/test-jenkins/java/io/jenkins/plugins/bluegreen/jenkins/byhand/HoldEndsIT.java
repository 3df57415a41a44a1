package io.jenkins.plugins.bluegreen.jenkins.byhand;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.run.SavedDeployment;
import io.jenkins.plugins.bluegreen.jenkins.work.DiscardHeld;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.xml.sax.SAXException;

/** What Jenkins does by itself with a release that was held for its time, against a real OpenSSH server and a real nginx. */
@WithJenkins
class HoldEndsIT {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final JenkinsBench bench = new JenkinsBench();
    private JenkinsRule jenkins;
    private WorkflowJob job;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        bench.facts().addCredentials();
        DeploySettings backend = bench.facts().application("backend");
        backend.setObserve("0s");
        backend.setHoldEnds("promote");
        BlueGreenConfiguration.get().setApplications(List.of(backend));
        job = jenkins.createProject(WorkflowJob.class, "shop");
        deploy("");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void deploy(String more) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "node { writeFile file: 'app.bin', text: BUILD_TAG\n"
                        + "blueGreenDeploy(application: 'backend', artifact: 'app.bin', release: \"r${BUILD_NUMBER}\""
                        + more + ") }",
                true));
        jenkins.assertBuildStatusSuccess(job.scheduleBuild2(0));
    }

    private static List<Summary> records() {
        return Deployments.get().visible("backend");
    }

    private String page() {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            return client.goTo("blue-green/backend").asNormalizedText();
        } catch (IOException | SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(int number, State state) {
        Until.so(
                SOON,
                () -> records().size() == number
                        && records().get(0).origin().kind() == Origin.Kind.BY_TIME
                        && records().get(0).ending().state() == state
                        && RollbackByHand.whyNot("backend", "shop").isEmpty(),
                () -> "It did not come to that: " + records());
    }

    private static Instant end() {
        return records().get(0).subject().slots().standbyUntil();
    }

    @Test
    void isPromotedWhenItsTimeIsOverAndNotBefore() throws Exception {
        deploy(", hold: '4h'");
        assertThat(page()).contains("Release r2 is held on green until ", "or Jenkins promotes it then.");
        new WhenDue().execute(TaskListener.NULL);
        WhenDue.look(end().minusSeconds(1));
        assertThat(RollbackByHand.whyNot("backend", "shop")).isEmpty();
        assertThat(records()).hasSize(2);

        WhenDue.look(end().plusSeconds(1));
        await(3, State.DEPLOYED);

        assertThat(bench.served()).contains("release=r2");
        assertThat(records().get(0).origin().job()).isEqualTo("shop");
        assertThat(records().get(1).ending().state()).isEqualTo(State.SETTLED);
        assertThat(Deployments.get().given("backend", "shop").map(Summary::id))
                .as("its settings are those of the next rollback by hand")
                .contains(records().get(0).id());
        assertThat(page()).contains("Release r2 is live on green", "by Jenkins").doesNotContain("is held");
        WhenDue.look(Instant.now().plus(Duration.ofHours(5)));
        assertThat(RollbackByHand.whyNot("backend", "shop")).isEmpty();
        assertThat(records()).hasSize(3);
    }

    @Test
    void isTriedAgainAsLongAsThatCanBeAndSaidToTheReader() throws Exception {
        int executors = jenkins.jenkins.getNumExecutors();
        deploy(", hold: '10s'");
        Instant end = end();
        // Before its time is over: Jenkins looks each minute by itself.
        jenkins.jenkins.setNumExecutors(0);
        Until.so(SOON, () -> Instant.now().isAfter(end), () -> "its time is not over");
        new WhenDue().execute(TaskListener.NULL);
        assertThat(records()).hasSize(2);
        assertThat(page())
                .contains(
                        "but could not be promoted yet: The last deployment was made from the controller",
                        "tries again until");

        Processes.kill(
                ProcessHandle.of(Processes.listenerOf(bench.facts().greenPort()).orElseThrow())
                        .orElseThrow());
        jenkins.jenkins.setNumExecutors(executors);
        new WhenDue().execute(TaskListener.NULL);
        await(3, State.UNDONE);
        assertThat(page())
                .contains("but could not be promoted yet: ", "The application in green on ", "tries again until");
        // Not each minute, since each try is an entry of the history.
        new WhenDue().execute(TaskListener.NULL);
        assertThat(records()).hasSize(3);
        WhenDue.look(end.plus(Duration.ofMinutes(20)));
        await(4, State.UNDONE);
        WhenDue.look(end.plus(Hold.TRIED));
        assertThat(RollbackByHand.whyNot("backend", "shop")).isEmpty();
        assertThat(records()).hasSize(4);
        assertThat(records().get(2).ending().state()).isEqualTo(State.HELD);
    }

    /** Another Jenkins, or whoever has a shell there, was faster. */
    @Test
    void isNotPromotedWhereItIsNotHeldAnyMore() throws Exception {
        // Not over by the clock, or Jenkins, which looks each minute, might come first.
        deploy(", hold: '4h'");
        Instant end = end();
        Ending held = records().get(0).ending();
        assertThat(held.state()).isEqualTo(State.HELD);
        Files.delete(bench.sshd.directory().resolve("backend/journal"));
        WhenDue.look(end.plusSeconds(1));
        await(3, State.UNDONE);
        assertThat(records().get(0).ending().sentence()).contains("left is there no more", "Nothing was changed");
        assertThat(records().get(1).ending().state()).isEqualTo(State.SETTLED);
        WhenDue.look(end.plus(Duration.ofMinutes(20)));
        assertThat(records()).hasSize(3);
        assertThat(bench.served()).contains("release=r1");
    }

    /** Whoever wants to be rid of it does not want it promoted, also where that did not succeed. */
    @Test
    void isNotPromotedWhereSomebodyHasTriedToDiscardIt() throws Exception {
        deploy(", hold: '4h'");
        Instant end = end();
        Path lock = bench.sshd.directory().resolve("backend/lock");
        Process locked =
                new ProcessBuilder("flock", "-F", lock.toString(), "sh", "-c", "echo held; exec sleep 600").start();
        try {
            assertThat(locked.inputReader().readLine()).isEqualTo("held");
            job.setDefinition(new CpsFlowDefinition("node { blueGreenDiscard(application: 'backend') }", true));
            jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        } finally {
            Processes.stop(locked);
        }
        assertThat(records()).hasSize(3);
        assertThat(page()).contains("Release r2 is held on green until ").doesNotContain("Jenkins promotes it");

        WhenDue.look(end.plusSeconds(1));

        assertThat(RollbackByHand.whyNot("backend", "shop")).isEmpty();
        assertThat(records()).hasSize(3);
        assertThat(bench.served()).contains("release=r1");
    }

    /** Jenkins was killed before it could note that all was done, and when it is back, something else is held. */
    @Test
    void aDiscardThatIsTakenUpTakesNothingElse() throws Exception {
        deploy(", hold: '4h'");
        LastGiven last = LastGiven.of("backend", "shop");
        Given given = last.read();
        DiscardHeld work = new DiscardHeld(
                given.discard(), Origin.Kind.HELD_BY_HAND, records().get(0).id());
        SavedDeployment deployment = SavedDeployment.begun(last.pressed(), work, List.of());
        new SavedRollback("backend", last.pressed(), "", deployment, given).keep();
        write(deployment.id(), last.pressed());
        deploy(", hold: '4h'");
        String other = records().get(0).id();

        RollbackByHand.takeUp();

        Until.so(SOON, () -> SavedRollback.left().isEmpty(), () -> "it is still to be taken up: " + records());
        Summary over = records().stream()
                .filter(each -> each.id().equals(deployment.id()))
                .findFirst()
                .orElseThrow();
        assertThat(over.ending().state()).as(over.ending().sentence()).isEqualTo(State.DISCARDED);
        assertThat(over.subject().release()).isEqualTo("r2");
        assertThat(Files.readString(bench.sshd.directory().resolve("backend/journal")))
                .contains("phase=held", "deployment=" + other);
        assertThat(page()).contains("Release r3 is held on green until ", "or Jenkins promotes it then.");
    }

    /** As it was when Jenkins was killed. */
    private static void write(String id, Pressed by) throws IOException {
        DeploymentRecord held =
                Deployments.get().store().read("backend", records().get(0).id()).orElseThrow();
        Ending ending = new Ending(State.RUNNING, Instant.now(), Duration.ZERO, "", "", "");
        Deployments.get()
                .store()
                .write(
                        "backend",
                        new DeploymentRecord(
                                id,
                                held.subject(),
                                by.origin(Origin.Kind.HELD_BY_HAND, ""),
                                ending,
                                List.of(),
                                held.availability()));
        Deployments.get().store().leave("backend", id);
    }
}
