package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.HealthProbe.By;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks a router for the slot that is live, before anything is changed. How well that answers does not matter: its release may be ill, and
 * the next one is to mend it.
 */
final class Rehearsal {

    /** For all questions together; a busy host takes its time. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** From one question to the next one, whichever: usual limits of requests are not met. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    /** What one that hangs does to a slot is seen while it hangs: once it is given up, the router gives up too. */
    private static final Duration HANGS = Duration.ofSeconds(1);

    private final Way way;
    private final Slot live;
    private final Cancellation cancellation;
    private Look before;
    private Instant last;
    private Result best;

    private Rehearsal(Way way, Slot live) {
        this.way = way;
        this.live = live;
        this.cancellation = way.cancellation();
    }

    /**
     * What came of it.
     *
     * @param reached a question that comes to the live slot; nothing if none was seen to
     * @param said what was asked and answered, for a reader
     * @param answer what was answered
     * @param impossible whether it could not be asked
     */
    record Result(Optional<Question> reached, String said, Answer answer, boolean impossible) {}

    /** Asks until a question is seen to come to the live slot, for some seconds at the most. */
    static Result of(Way way, Slot live) throws HostException, CancelledException, InterruptedException {
        Rehearsal rehearsal = new Rehearsal(way, live);
        rehearsal.run();
        return rehearsal.best;
    }

    private void run() throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        before = way.look();
        while (true) {
            boolean asked = false;
            for (Question question : way.questions()) {
                Result result = ask(question);
                asked |= !result.impossible();
                if (result.reached().isPresent()
                        || best == null
                        || best.reached().isEmpty()) {
                    best = result;
                }
                if (nothingBetter(result) || cancellation.since(begun).compareTo(LIMIT) >= 0) {
                    return;
                }
            }
            if (best.reached().isPresent() || !asked) {
                return;
            }
            if (best.answer().limited()) {
                cancellation.pause(Way.LET_UP);
            }
        }
    }

    /** Another question may be answered better, but not where the application hangs. */
    private static boolean nothingBetter(Result result) {
        return result.reached().isPresent() && (result.answer().healthy() || !Question.answered(result.answer()));
    }

    private Result ask(Question question) throws HostException, CancelledException, InterruptedException {
        if (last != null) {
            way.rest(last, ASK_AGAIN);
        }
        last = cancellation.now();
        Asked asked = Asked.of(question.asking(), cancellation);
        Optional<Look> meanwhile = asked.within(HANGS).isEmpty() ? Optional.of(way.look()) : Optional.empty();
        Answer answer = asked.answer();
        Look after = way.look();
        boolean reached = reached(after, answer)
                || meanwhile.filter(look -> reached(look, answer)).isPresent();
        before = after;
        return new Result(
                reached ? Optional.of(question) : Optional.empty(), question.said(answer), answer, asked.impossible());
    }

    private boolean reached(Look now, Answer answer) {
        return !now.since(before, live).none()
                || now.used(before, live)
                || now.knocks(live)
                || way.arrivals().kept(now, Look.NONE, live) > 0 && mayUseThose(answer);
    }

    /** What a router says by itself, over no connection at all, is an error mostly: of its configuration, not of the release. */
    private boolean mayUseThose(Answer answer) {
        return answer.healthy() || way.arrivals().seesTheRouter() && answer.by() != By.ROUTER;
    }
}
