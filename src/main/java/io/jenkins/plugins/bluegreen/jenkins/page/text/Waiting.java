package io.jenkins.plugins.bluegreen.jenkins.page.text;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Instant;

/**
 * What waits for somebody to deal with it, and for Jenkins to do so where nobody does.
 *
 * @param left the deployment that left it
 * @param due what Jenkins does; null for nothing
 * @param why why the last try did not do; an empty text where there was none
 * @param decided whether somebody has decided that nothing is done by itself any more
 */
public record Waiting(Summary left, Due due, String why, boolean decided) {

    /** Tells whether it is there still: a release that is held, until its hosts discard it. */
    public boolean isHeld(Instant now) {
        return until() != null && now.isBefore(end());
    }

    /** Returns until when it is held, or null where that is not known. */
    private Instant until() {
        return left.subject().slots().standbyUntil();
    }

    private Instant end() {
        return due == null ? until() : until().plus(Hold.MARGIN);
    }

    /** Says of a release that it is held, and what becomes of it. */
    public String held(When when, Instant now) {
        Subject subject = left.subject();
        String release = subject.release();
        Slot to = subject.to();
        String slot = to == null ? "" : to.label();
        Instant until = until();
        if (!isHeld(now)) {
            return Messages.Application_HeldWas(release, slot, when.shown(end()));
        }
        String end = when.shown(until);
        if (due == null) {
            return Messages.Application_Held(release, slot, end);
        }
        if (decided) {
            return Messages.Application_Held(release, slot, when.shown(until.plus(Hold.MARGIN)));
        }
        if (now.isBefore(until)) {
            return Messages.Application_HeldPromotes(release, slot, end);
        }
        if (now.isBefore(due.until(left))) {
            return why.isEmpty()
                    ? Messages.Application_HeldOver(release, slot, end)
                    : Messages.Application_HeldAgain(release, slot, end, why, when.shown(due.until(left)));
        }
        String last = why.isEmpty() ? Messages.Application_NotThere() : why;
        return Messages.Application_HeldLeft(release, slot, end, last, when.shown(until.plus(Hold.MARGIN)));
    }

    /** Says what Jenkins does with a canary that was left at its share. */
    public String canary(When when, Instant now) {
        if (decided || !now.isBefore(due.until(left))) {
            return Messages.Application_CanaryLeft(why.isEmpty() ? Messages.Application_NotThere() : why);
        }
        return why.isEmpty()
                ? Messages.Application_CanaryExpires(when.shown(due.at(left)))
                : Messages.Application_CanaryAgain(why, when.shown(due.until(left)));
    }
}
