package io.jenkins.plugins.bluegreen.jenkins.page.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.jenkins.page.text.LiveNow.History;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveNowTest {

    private static final Summary LIVE = Records.summary(42, State.DEPLOYED);

    private static LiveNow in(Summary... newestFirst) {
        return LiveNow.in(History.of(List.of(newestFirst)));
    }

    private static Summary with(Summary summary, SlotChange slots) {
        Subject was = summary.subject();
        return new Summary(
                summary.id(),
                new Subject(was.application(), was.release(), "", was.hosts(), was.to(), slots),
                summary.origin(),
                summary.ending(),
                0,
                0,
                summary.downtime());
    }

    private static void is42(LiveNow live) {
        assertThat(live.known()).isTrue();
        assertThat(live.slot()).isEqualTo(Slot.GREEN);
        assertThat(live.port()).isEqualTo(8081);
        assertThat(live.release()).isEqualTo("42");
        assertThat(live.by()).isEqualTo(LIVE);
        assertThat(live.unknownSince()).isNull();
    }

    @Test
    void whatWasDeployedLastServes() {
        is42(in(LIVE, Records.summary(41, State.DEPLOYED)));
    }

    @Test
    void whatIsUnderWayChangesNothingYet() {
        is42(in(Records.summary(43, State.RUNNING), LIVE));
    }

    @Test
    void whatIsUnderWayServesOnceItHasSwitched() {
        Summary switched = with(Records.summary(43, State.RUNNING), new SlotChange(Slot.BLUE, 8080, Slot.GREEN, 8081));

        LiveNow live = in(switched, LIVE);

        assertThat(live.slot()).isEqualTo(Slot.BLUE);
        assertThat(live.release()).isEqualTo("43");
        assertThat(live.by()).isEqualTo(switched);
        assertThat(live.unlessLater(Optional.of(LIVE))).isEqualTo(live);
        assertThat(live.unlessLater(Optional.of(switched))).isEqualTo(live);
        assertThat(LiveNow.decides(switched)).isTrue();
        assertThat(LiveNow.decides(Records.summary(43, State.RUNNING))).isFalse();
    }

    /** They wait for the one that has switched, or have ended in vain meanwhile. */
    @Test
    void whatBeganLaterHidesNotWhatHasSwitched() {
        Summary switched = with(Records.summary(43, State.RUNNING), new SlotChange(Slot.BLUE, 8080, Slot.GREEN, 8081));
        Summary aborted = with(Records.summary(44, State.ABORTED), new SlotChange(null, 0, null, 0));
        Summary waits = with(Records.summary(45, State.RUNNING), new SlotChange(null, 0, null, 0));

        LiveNow live = in(waits, aborted, switched, LIVE);

        assertThat(live.by()).isEqualTo(switched);
        assertThat(live.last()).isEqualTo(aborted.id());
    }

    @Test
    void whatWasTakenBackChangedNothing() {
        is42(in(Records.summary(43, State.UNDONE), LIVE));
        is42(in(Records.summary(43, State.ABORTED), Records.summary(43, State.UNDONE), LIVE));
    }

    @Test
    void whatIsHeldOrDiscardedChangesNothing() {
        is42(in(Records.summary(43, State.HELD), LIVE));
        is42(in(Records.summary(43, State.DISCARDED), LIVE));
        assertThat(in(Records.summary(43, State.HELD), LIVE).last()).startsWith("shop-43");
    }

    @Test
    void whatWasRefusedBeforeItLookedChangedNothing() {
        Summary refused = with(Records.summary(43, State.UNDONE), new SlotChange(null, 0, null, 0));

        is42(in(refused, LIVE));
        assertThat(in(refused).known()).isFalse();
        assertThat(in(refused).unknownSince()).isNull();
    }

    /** As a rollback to what serves already. */
    private static Summary needless() {
        Summary like = Records.summary(43, State.DEPLOYED);
        SlotChange same = new SlotChange(Slot.GREEN, 8081, Slot.GREEN, 8081);
        Subject subject = new Subject("shop", "42", "", like.subject().hosts(), null, same);
        return new Summary(like.id(), subject, like.origin(), like.ending(), 0, 0, like.downtime());
    }

    @Test
    void aRollbackThatFoundNothingToDoMadeNothingServe() {
        Summary needless = needless();

        assertThat(needless.didNothing()).isTrue();
        assertThat(LIVE.didNothing()).isFalse();
        is42(in(needless, LIVE, Records.summary(41, State.DEPLOYED)));
        is42(in(needless, Records.summary(43, State.STUCK), LIVE));
        is42(in(Records.summary(43, State.UNDONE), needless, LIVE));
        LiveNow longAgo = in(needless, Records.summary(40, State.DEPLOYED));
        assertThat(longAgo.slot()).isEqualTo(Slot.GREEN);
        assertThat(longAgo.release()).isEqualTo("42");
        assertThat(longAgo.by()).isNull();
    }

    @Test
    void whatNobodyKnowsIsNotLive() {
        for (State state : List.of(State.STUCK, State.CUT_OFF)) {
            Summary last = Records.summary(43, state);

            LiveNow live = in(last, LIVE);

            assertThat(live.known()).isFalse();
            assertThat(live.release()).isEmpty();
            assertThat(live.unknownSince())
                    .isEqualTo(last.ending().startedAt().plus(last.ending().took()));
        }
    }

    @Test
    void aLaterDeploymentKnowsAgain() {
        is42(in(Records.summary(43, State.UNDONE), Records.summary(43, State.CUT_OFF), LIVE));
    }

    @Test
    void whatWasSettledServesWhereItSaysSo() {
        Summary forward = with(Records.summary(43, State.SETTLED), new SlotChange(Slot.BLUE, 8080, Slot.GREEN, 8081));

        assertThat(in(forward, LIVE).release()).isEqualTo("43");
        is42(in(with(Records.summary(43, State.SETTLED), new SlotChange(Slot.GREEN, 8081, null, 0)), LIVE));
    }

    @Test
    void whatAReaderMayNotSeeIsNotWhatWasBefore() {
        Summary hidden = Records.summary(43, State.DEPLOYED);

        assertThat(in(LIVE).unlessLater(Optional.of(hidden)).known()).isFalse();
        assertThat(in(LIVE).unlessLater(Optional.of(hidden)).unknownSince()).isNotNull();
        is42(in(LIVE).unlessLater(Optional.of(LIVE)));
        is42(in(LIVE).unlessLater(Optional.empty()));
    }

    @Test
    void whereNothingWasDeployedNothingIsLive() {
        assertThat(in().known()).isFalse();
        assertThat(in(Records.summary(1, State.RUNNING)).unknownSince()).isNull();
    }

    @Test
    void whatServedLongerThanRecordsAreKeptServesStill() {
        LiveNow live = in(Records.summary(43, State.UNDONE));

        assertThat(live.slot()).isEqualTo(Slot.GREEN);
        assertThat(live.release()).isEqualTo("42");
        assertThat(live.by()).isNull();
    }
}
