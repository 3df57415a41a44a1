package io.jenkins.plugins.bluegreen.jenkins.byhand;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is begun when, and what is left alone, of what deployments left whose job is gone, so that nothing comes of it but a note of each try. */
class WhenDueTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    /** When what is held is due. */
    private static final Instant END = Records.AT.plus(Duration.ofMinutes(10));

    private static final Instant LATER = END.plus(Duration.ofMinutes(6));

    private static void write(String history, String id, int minute, State state, Origin.Kind kind) throws IOException {
        DeploymentRecord like = Records.at(history, id, minute, state);
        SlotChange slots = like.subject().slots();
        Origin by = like.origin();
        Deployments.get()
                .store()
                .write(new DeploymentRecord(
                        id,
                        like.subject().with(state == State.HELD ? slots.standingBy(END) : slots),
                        new Origin(kind, by.user(), by.job(), by.build(), by.url(), by.commits(), by.node()),
                        like.ending(),
                        like.steps(),
                        like.availability()));
    }

    private static void due(String history, String id, Due due) throws IOException {
        Deployments.get().store().write(history, id, DeploymentRecord.Beside.DUE, due.text());
    }

    /** Returns what was tried last of what a deployment left. */
    private static Due.Try tried(String history, String id) throws IOException {
        return Due.of(Files.readString(Deployments.get().store().beside(history, id, DeploymentRecord.Beside.DUE)))
                .orElseThrow()
                .last();
    }

    private static void held(String history, Due due) throws IOException {
        write(history, history + "-1", 0, State.HELD, Origin.Kind.DEPLOYMENT);
        due(history, history + "-1", due);
    }

    @Test
    void whatIsHeldIsTriedWhenItsTimeIsOver() throws Exception {
        held("over", Due.promotion());
        WhenDue.look(END.minusSeconds(1));
        assertThat(tried("over", "over-1")).isNull();
        WhenDue.look(END);
        assertThat(tried("over", "over-1").at()).isEqualTo(END);
        assertThat(tried("over", "over-1").why()).isNotEmpty();
    }

    @Test
    void whatFailedIsTriedAgainAndWhatSomebodyStoppedIsNot() throws Exception {
        for (State state : new State[] {State.UNDONE, State.ABORTED}) {
            String history = "once-" + state.name().toLowerCase(Locale.ROOT);
            held(history, Due.promotion().tried(new Due.Try(END, history + "-2", "")));
            write(history, history + "-2", 10, state, Origin.Kind.BY_TIME);
        }

        WhenDue.look(LATER);

        assertThat(tried("once-undone", "once-undone-1").at()).isEqualTo(LATER);
        assertThat(tried("once-aborted", "once-aborted-1").at()).isEqualTo(END);
    }

    /** The try that could not settle it left users where they were, and no more that is due. */
    @Test
    void aCanaryIsTriedAgainWhoseTryDidNotComeToItsEndUntilADeploymentSettlesIt() throws Exception {
        for (String history : new String[] {"half", "settled"}) {
            write(history, history + "-1", 0, State.STUCK, Origin.Kind.DEPLOYMENT);
            due(
                    history,
                    history + "-1",
                    Due.settling(Duration.ofMinutes(5)).tried(new Due.Try(END, history + "-2", "")));
            write(history, history + "-2", 10, State.STUCK, Origin.Kind.BY_TIME);
        }
        write("settled", "settled-3", 12, State.DEPLOYED, Origin.Kind.DEPLOYMENT);

        WhenDue.look(LATER);

        assertThat(tried("half", "half-1").at()).isEqualTo(LATER);
        assertThat(tried("settled", "settled-1").at()).isEqualTo(END);
    }

    /** A promotion that did not come to its end is not begun once more: nobody knows what users are led to. */
    @Test
    void whatIsHeldIsNotTriedBehindOneThatIsStuck() throws Exception {
        held("stuck", Due.promotion());
        write("stuck", "stuck-2", 10, State.STUCK, Origin.Kind.BY_TIME);

        WhenDue.look(LATER);

        assertThat(tried("stuck", "stuck-1")).isNull();
    }

    @Test
    void nothingIsBegunWhileJenkinsIsAboutToStop() throws Exception {
        write("stops", "stops-1", 0, State.STUCK, Origin.Kind.DEPLOYMENT);
        Instant now = Instant.now();
        due("stops", "stops-1", Due.settling(Duration.between(Records.AT, now).minusMinutes(1)));
        jenkins.jenkins.doQuietDown();
        new WhenDue().execute(TaskListener.NULL);
        assertThat(tried("stops", "stops-1")).isNull();

        jenkins.jenkins.doCancelQuietDown();
        new WhenDue().execute(TaskListener.NULL);
        assertThat(tried("stops", "stops-1")).isNotNull();
    }

    /** Whoever tried to discard what is held, whatever came of that, does not want it promoted. */
    @Test
    void whatSomebodyWantedToDiscardIsNotPromoted() throws Exception {
        held("rejected", Due.promotion().tried(new Due.Try(END.minusSeconds(60), "rejected-2", "")));
        write("rejected", "rejected-2", 9, State.UNDONE, Origin.Kind.HELD_BY_HAND);

        WhenDue.look(LATER);

        assertThat(tried("rejected", "rejected-1").at()).isEqualTo(END.minusSeconds(60));
    }
}
