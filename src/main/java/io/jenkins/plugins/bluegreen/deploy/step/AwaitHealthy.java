package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks the started application until it is healthy. An answer counts only while the port is held by the very process that was
 * started, so an old process can never pass for the new one; and a process that ended is noticed between two questions too.
 */
public record AwaitHealthy(StartedProcess process, HealthProbe probe, Cancellation cancellation) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /** Looking costs the host a few milliseconds, just when the application starts there. */
    private static final Duration SHORTEST_LAP = Duration.ofMillis(50);

    private static final Duration LONGEST_LAP = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final String REFUSED = "connection refused";
    private static final String UNTIL = "before it was healthy";

    /** Returns what is done, as the console names it. */
    public String name() {
        HealthCheck check = process.plan().health();
        return "await healthy " + process.slot().label() + " on port "
                + check.portFor(process.plan().slots().port(process.slot())) + ", " + check.path();
    }

    /**
     * Asks.
     *
     * @return the last answer, and after how many questions
     * @throws HostException if it ends or is not healthy in time, with what it wrote last
     */
    public String run() throws HostException, CancelledException, InterruptedException {
        Pace pace = process.plan().health().pace();
        Instant begun = cancellation.now();
        Instant listeningSince = null;
        int asked = 0;
        int inARow = 0;
        HealthProbe.Answer last = new HealthProbe.Answer(false, "not asked yet", "");
        waitWatching(pace.initialDelay());
        // What was healthy when the time was over may still prove it as often as it has to.
        while (pace.mayAsk(asked, cancellation.since(begun)) || inARow > 0 && pace.mayAskOnceMore(asked)) {
            boolean listens = pace.eager() ? awaitListening(pace, begun) : process.lookAlive(UNTIL);
            last = listens ? process.fetch(probe) : StartedProcess.NOBODY;
            asked++;
            inARow = last.healthy() ? inARow + 1 : 0;
            if (inARow >= process.plan().health().successes()) {
                // It may have died of the very question.
                process.lookFit(UNTIL);
                return last.seen() + " after " + times(asked);
            }
            if (!listens) {
                listeningSince = null;
            } else if (listeningSince == null) {
                listeningSince = cancellation.now();
            }
            boolean goesOn = pace.mayAsk(asked, cancellation.since(begun)) || inARow > 0;
            if ((listens || !pace.eager()) && goesOn && pace.mayAskOnceMore(asked)) {
                waitWatching(pace.gapAfter(asked, listens ? cancellation.since(listeningSince) : Duration.ZERO));
            }
        }
        throw process.failure(
                "is not healthy after " + times(asked) + " in " + TimeSpan.show(cancellation.since(begun))
                        + ": the last answer of " + process.plan().health().path() + " was " + last.seen()
                        + tooFew(inARow) + (last.seen().startsWith(REFUSED) ? process.elsewhere() : ""),
                last.evidence());
    }

    /** Where nobody is to be asked yet, and nobody said how often to ask, it is waited on the host until somebody is. */
    private boolean awaitListening(Pace pace, Instant begun) throws HostException, InterruptedException {
        Duration waited = cancellation.since(begun);
        Duration left = pace.total().minus(waited);
        Duration lap = shorter(LONGEST_LAP, waited.dividedBy(20));
        return process.awaitListening(
                UNTIL, shorter(left, LONGEST_WAIT), lap.compareTo(SHORTEST_LAP) < 0 ? SHORTEST_LAP : lap);
    }

    private void waitWatching(Duration time) throws HostException, CancelledException, InterruptedException {
        Instant until = cancellation.now().plus(time);
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            cancellation.pause(shorter(left, LOOK_AGAIN));
            left = Duration.between(cancellation.now(), until);
            if (left.compareTo(Duration.ZERO) > 0) {
                process.lookAlive(UNTIL);
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private String tooFew(int inARow) {
        return inARow == 0
                ? ""
                : ", and healthCheck.successes asks for "
                        + process.plan().health().successes() + " healthy ones in a row";
    }

    private static String times(int asked) {
        return asked == 1 ? "1 question" : asked + " questions";
    }
}
