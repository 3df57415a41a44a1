package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.HealthCheck;
import io.jenkins.plugins.bluegreen.plan.Pace;
import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Probe;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks the started application until it is healthy. An answer counts only while the port is held by the very process that was
 * started, so an old process can never pass for the new one; and a process that ended is noticed between two questions too.
 */
record AwaitHealthy(StartedProcess process, Probe probe, Patience patience) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final String UNTIL = "before it was healthy";

    String name() {
        HealthCheck check = process.plan().health();
        return "await healthy " + process.slot().label() + " on port "
                + check.portFor(process.plan().slots().port(process.slot())) + ", " + check.path();
    }

    String run() throws HostException, Stopped, InterruptedException {
        Pace pace = process.plan().health().pace();
        Instant begun = patience.now();
        int asked = 0;
        int answered = 0;
        int inARow = 0;
        Probe.Answer last = new Probe.Answer(false, "not asked yet", "");
        waitWatching(pace.initialDelay(), false);
        while (pace.mayAsk(asked, patience.since(begun))) {
            boolean listens = process.lookAlive(UNTIL);
            last = listens ? process.fetch(probe) : StartedProcess.NOBODY;
            asked++;
            answered += listens ? 1 : 0;
            inARow = last.healthy() ? inARow + 1 : 0;
            if (inARow >= process.plan().health().successes()) {
                // It may have died of the very question.
                process.lookAlive(UNTIL);
                return last.seen() + " after " + times(asked);
            }
            if (pace.mayAsk(asked, patience.since(begun))) {
                // The questions to one that listens have a pace of their own: it is eager again when it has come up.
                waitWatching(pace.gapAfter(listens && pace.eager() ? answered : asked), !listens && pace.eager());
            }
        }
        throw process.failure(
                "is not healthy after " + times(asked) + " in " + TimeSpan.show(patience.since(begun))
                        + ": the last answer of " + process.plan().health().path() + " was " + last.seen(),
                last.evidence());
    }

    /** @param noLonger whether to wait no longer than until it listens */
    private void waitWatching(Duration time, boolean noLonger) throws HostException, Stopped, InterruptedException {
        Instant until = patience.now().plus(time);
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            patience.pause(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
            left = Duration.between(patience.now(), until);
            if (left.compareTo(Duration.ZERO) > 0 && process.lookAlive(UNTIL) && noLonger) {
                return;
            }
        }
    }

    private static String times(int asked) {
        return asked == 1 ? "1 question" : asked + " questions";
    }
}
