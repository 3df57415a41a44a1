package io.jenkins.plugins.bluegreen.jenkins.page.text;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;

/** What is said of a deployment first, in one sentence, in the reader's language. */
public final class Headline {

    private Headline() {}

    /** Returns how it ended, or that it has not. */
    public static String of(Summary summary) {
        return sentence(summary, false);
    }

    /** Returns the same of one whose release is the one that serves, by all that is known. */
    public static String ofLive(Summary summary) {
        return sentence(summary, true);
    }

    private static String sentence(Summary summary, boolean live) {
        Subject subject = summary.subject();
        String release = subject.release();
        boolean back = summary.origin().kind().back();
        if (release.isEmpty()) {
            return unchosen(summary.ending().state(), back);
        }
        return switch (summary.ending().state()) {
            case RUNNING -> back ? Messages.Headline_RollingBack(release) : Messages.Headline_Running(release);
            case DEPLOYED ->
                live
                        ? Messages.Headline_Live(release, slot(subject.slots().live()))
                        : Messages.Headline_WentLive(
                                release, slot(subject.slots().live()));
            case HELD -> before(subject, Messages.Headline_Held(release));
            case DISCARDED -> before(subject, Messages.Headline_Discarded(release));
            case UNDONE -> before(subject, Messages.Headline_Undone(release));
            case ABORTED -> before(subject, Messages.Headline_Aborted(release));
            case STUCK -> Messages.Headline_Stuck(release);
            case CUT_OFF -> Messages.Headline_CutOff(release);
            case SETTLED -> Messages.Headline_Settled(release);
        };
    }

    /** Nobody has looked yet, or could look, which release it is about. */
    private static String unchosen(State state, boolean back) {
        return switch (state) {
            case RUNNING, DEPLOYED -> back ? Messages.Headline_Choosing() : Messages.Headline_Begins();
            case HELD -> Messages.Headline_HeldUnchosen();
            case DISCARDED -> Messages.Headline_DiscardedUnchosen();
            case UNDONE, ABORTED -> back ? Messages.Headline_NotBack() : Messages.Headline_NotBegun();
            case STUCK -> Messages.Headline_StuckUnchosen();
            case CUT_OFF -> Messages.Headline_CutOffUnchosen();
            case SETTLED -> Messages.Headline_SettledUnchosen();
        };
    }

    private static String before(Subject subject, String sentence) {
        return subject.previous().isEmpty() ? sentence : Messages.Headline_AsBefore(sentence, subject.previous());
    }

    private static String slot(Slot slot) {
        return slot == null ? "?" : slot.label();
    }

    /** Returns how many requests users lost, as far as that was measured. */
    public static String noticed(Summary summary) {
        if (summary.asked() == 0) {
            return Messages.Headline_NotMeasured();
        }
        return summary.failed() == 0
                ? Messages.Headline_NoneLost(summary.asked())
                : Messages.Headline_Lost(summary.failed(), summary.asked(), Spans.shown(summary.downtime()));
    }

    /** Returns an end in a word. */
    public static String word(State state) {
        return switch (state) {
            case RUNNING -> Messages.State_Running();
            case DEPLOYED -> Messages.State_Deployed();
            case HELD -> Messages.State_Held();
            case DISCARDED -> Messages.State_Discarded();
            case UNDONE -> Messages.State_Undone();
            case ABORTED -> Messages.State_Aborted();
            case STUCK -> Messages.State_Stuck();
            case CUT_OFF -> Messages.State_CutOff();
            case SETTLED -> Messages.State_Settled();
        };
    }
}
