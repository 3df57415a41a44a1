package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.HealthCheck;
import io.jenkins.plugins.bluegreen.plan.Pace;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.site.CommandResult;
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
record AwaitHealthy(HostDeployment on, Slot slot, Probe probe, Patience patience) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final int LOG_LINES = 40;

    String name() {
        HealthCheck check = on.plan().health();
        return "await healthy " + slot.label() + " on port "
                + check.portFor(on.plan().slots().port(slot)) + ", " + check.path();
    }

    String run() throws HostException, Stopped, InterruptedException {
        Pace pace = on.plan().health().pace();
        Instant begun = patience.now();
        int asked = 0;
        int inARow = 0;
        Probe.Answer last = new Probe.Answer(false, "not asked yet", "");
        waitWatching(pace.initialDelay());
        while (pace.mayAsk(asked, patience.since(begun))) {
            last = ask();
            asked++;
            inARow = last.healthy() ? inARow + 1 : 0;
            if (inARow >= on.plan().health().successes()) {
                // It may have died of the very question.
                lookAlive();
                return last.seen() + " after " + times(asked);
            }
            if (pace.mayAsk(asked, patience.since(begun))) {
                waitWatching(pace.gapAfter(asked));
            }
        }
        throw failure(
                "is not healthy after " + times(asked) + " in " + TimeSpan.show(patience.since(begun))
                        + ": the last answer of " + on.plan().health().path() + " was " + last.seen(),
                last.evidence());
    }

    private Probe.Answer ask() throws HostException, InterruptedException {
        boolean listens = lookAlive().equals("own");
        return listens
                ? probe.ask(on.host(), on.plan().slots().port(slot))
                : new Probe.Answer(false, "connection refused (nothing listens on the port yet)", "");
    }

    private void waitWatching(Duration time) throws HostException, Stopped, InterruptedException {
        Instant until = patience.now().plus(time);
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            patience.pause(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
            left = Duration.between(patience.now(), until);
            if (left.compareTo(Duration.ZERO) > 0) {
                lookAlive();
            }
        }
    }

    /** Returns {@code own} or {@code none}: who listens on the port. */
    private String lookAlive() throws HostException, InterruptedException {
        CommandResult status = on.status(slot);
        String state = status.value("state").orElse("");
        if (state.equals("exited")) {
            throw failure("ended with exit status " + status.value("exit").orElse("?") + " before it was healthy", "");
        }
        if (!state.equals("running")) {
            throw failure("was killed before it was healthy", "");
        }
        String listener = status.value("listener").orElse("none");
        if (listener.startsWith("stranger")) {
            throw failure(
                    "did not get its port " + on.plan().slots().port(slot) + ", which is held by "
                            + listener.substring("stranger ".length()),
                    "");
        }
        return listener;
    }

    private HostException failure(String why, String answer) throws HostException, InterruptedException {
        String log = on.logOf(slot, LOG_LINES);
        String evidence = (answer.isBlank() ? "" : "The answer's body:\n" + answer.strip() + "\n")
                + (log.isBlank() ? "The application wrote nothing." : "The end of the application's log:\n" + log);
        return new HostException("The application in " + slot.label() + " on " + on.name() + " " + why + ".", evidence);
    }

    private static String times(int asked) {
        return asked == 1 ? "1 question" : asked + " questions";
    }
}
