package io.jenkins.plugins.bluegreen.jenkins.byhand;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.run.SavedDeployment;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.jenkins.work.GoBack;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A rollback by hand that a restart of Jenkins cut off, and that nobody can take up. */
class PendingRollbackTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    /** Whoever makes a job of that name weeks later must not have it go on. */
    @Test
    void ofAJobThatIsGoneItEndsForGood() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("gone");
        Pressed by = new Pressed(job, "shop", 1, "job/gone/1/", "alice");
        Given given = new Given(new DeploySettings());
        GoBack work = new GoBack(given.rollback("41", false), Origin.Kind.ROLLBACK_BY_HAND);
        SavedDeployment deployment = SavedDeployment.begun(by, work, List.of());
        new SavedRollback("shop", by, "", deployment, given).keep();
        write(deployment.id());
        job.delete();

        RollbackByHand.takeUp();

        Until.so(Duration.ofMinutes(1), () -> SavedRollback.left().isEmpty(), () -> "it is still to be taken up");
        Ending ending = Deployments.get()
                .store()
                .read("shop", deployment.id())
                .orElseThrow()
                .ending();
        assertThat(ending.state()).isEqualTo(State.STUCK);
        assertThat(ending.sentence())
                .contains("Jenkins was restarted during this deployment", "could not be found out", "gone");
    }

    /** As it was when Jenkins was killed. */
    private static void write(String id) throws Exception {
        DeploymentRecord like = Records.of(41, State.RUNNING, List.of(), Traffic.NONE);
        Deployments.get()
                .store()
                .write(
                        "shop",
                        new DeploymentRecord(
                                id, like.subject(), like.origin(), like.ending(), like.steps(), like.availability()));
        Deployments.get().store().leave("shop", id);
    }
}
