package io.jenkins.plugins.bluegreen.jenkins.page.text;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which release serves users, by the deployments that are known. The hosts are the truth: where the last deployment did not say what
 * it left, nothing is live here, but unknown.
 *
 * @param slot the slot that serves, or null where none does or that is not known
 * @param port its port, or 0
 * @param release the release that serves, or an empty text
 * @param by the deployment that made it serve, or null where that is longer ago than deployments are kept
 * @param unknownSince since when it is not known what serves, or null where it is known
 * @param last the id of the deployment that ended last, or an empty text where none did
 */
public record LiveNow(Slot slot, int port, String release, Summary by, Instant unknownSince, String last) {

    private static final LiveNow NOTHING = new LiveNow(null, 0, "", null, null, "");

    /** A history of deployments that can be asked. */
    @FunctionalInterface
    public interface History {

        /** Returns the newest one of which something holds. */
        Optional<Summary> newest(Predicate<Summary> which);

        /** Returns that of a list, of which the newest deployment is the first. */
        static History of(List<Summary> newestFirst) {
            return which -> newestFirst.stream().filter(which).findFirst();
        }
    }

    /** Finds it in a history. */
    public static LiveNow in(History history) {
        String last = history.newest(LiveNow::ended).map(Summary::id).orElse("");
        // Others may wait for that one, and end in vain meanwhile.
        return history.newest(summary -> ended(summary) ? tells(summary) : hasSwitched(summary))
                .map(telling -> ended(telling) ? by(telling, history) : by(telling))
                .orElse(NOTHING)
                .lastly(last);
    }

    /** One that is under way, and by which users are served already. */
    private static boolean hasSwitched(Summary summary) {
        Subject subject = summary.subject();
        return !ended(summary) && subject.to() != null && subject.slots().live() == subject.to();
    }

    /** Tells whether what serves may be another release than before a deployment: it ended, or has switched already. */
    public static boolean decides(Summary summary) {
        return ended(summary) || hasSwitched(summary);
    }

    private static boolean ended(Summary summary) {
        return summary.ending().state() != State.RUNNING;
    }

    /** One that did not come so far as to look at the hosts left what was there. */
    private static boolean tells(Summary summary) {
        return !leftAll(summary) || summary.subject().slots().live() != null;
    }

    private static boolean leftAll(Summary summary) {
        State state = summary.ending().state();
        return switch (state) {
            case UNDONE, ABORTED, HELD, DISCARDED -> true;
            case RUNNING, DEPLOYED, STUCK, CUT_OFF, SETTLED -> false;
        };
    }

    private static LiveNow by(Summary switched) {
        Subject subject = switched.subject();
        return new LiveNow(subject.to(), subject.slots().livePort(), subject.release(), switched, null, "");
    }

    private static LiveNow by(Summary telling, History history) {
        Subject subject = telling.subject();
        Slot slot = subject.slots().live();
        State state = telling.ending().state();
        boolean settled = state == State.SETTLED && slot != null;
        boolean switched = state == State.DEPLOYED && !telling.didNothing();
        if (switched || settled && slot == subject.to()) {
            return new LiveNow(slot, subject.slots().livePort(), subject.release(), telling, null, "");
        }
        if (!settled && !leftAll(telling) && !telling.didNothing()) {
            return unknownSince(telling);
        }
        String left = telling.didNothing() ? subject.release() : subject.previous();
        Summary made = history.newest(summary -> summary.ending().state() == State.DEPLOYED
                        && !summary.didNothing()
                        && summary.subject().slots().live() == slot)
                .filter(summary -> left.isEmpty() || summary.subject().release().equals(left))
                .orElse(null);
        String release = made == null ? left : made.subject().release();
        return new LiveNow(slot, subject.slots().livePort(), release, made, null, "");
    }

    private LiveNow lastly(String id) {
        return new LiveNow(slot, port, release, by, unknownSince, id);
    }

    /**
     * Returns it, unless a later deployment left something else: one that is not in the history that was looked at.
     *
     * @param newest the last deployment of all that {@link #decides}
     */
    public LiveNow unlessLater(Optional<Summary> newest) {
        return newest.filter(other -> !other.id().equals(last))
                .filter(other -> by == null || !other.id().equals(by.id()))
                .map(LiveNow::unknownSince)
                .orElse(this);
    }

    private static LiveNow unknownSince(Summary last) {
        Instant since = last.ending().startedAt().plus(last.ending().took());
        return new LiveNow(null, 0, "", null, since, last.id());
    }

    /** Tells whether it is known what serves. */
    public boolean known() {
        return slot != null;
    }
}
