package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Probe;
import java.time.Duration;
import java.time.Instant;

/**
 * Looks again after the switch, while the old slot still runs and can be gone back to: the new process must stay alive and
 * healthy for some time, and not too many questions to the front door may fail. Two unhealthy answers in a row fail it; a single one may be due to the load that has just come over.
 */
record Observe(StartedProcess process, Probe probe, Measurement measurement, Patience patience) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final String WHEN = "after the switch";

    String name() {
        return "observe " + process.slot().label() + " for "
                + TimeSpan.show(process.plan().limits().observe());
    }

    String run() throws HostException, Stopped, InterruptedException {
        Instant begun = patience.now();
        int asked = 0;
        boolean doubtful = false;
        // A last answer that is in doubt is asked for once more, also when the time is over.
        while (doubtful
                || patience.since(begun).compareTo(process.plan().limits().observe()) < 0) {
            patience.pause(LOOK_AGAIN);
            measurement.check();
            Probe.Answer answer = process.ask(probe, WHEN);
            asked++;
            if (!answer.healthy() && doubtful) {
                throw process.failure("was not healthy any more " + WHEN + ": " + answer.seen(), answer.evidence());
            }
            doubtful = !answer.healthy();
        }
        return "asked " + asked + " times";
    }
}
