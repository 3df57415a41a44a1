package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;

/**
 * Looks again after the switch, while the old slot still runs and can be gone back to: the new process must stay alive and
 * healthy for some time, and not too many questions to the front door may fail. Two unhealthy answers in a row fail it; a single one may be due to the load that has just come over.
 */
public record Observe(
        StartedProcess process, HealthProbe probe, AvailabilityMonitor monitor, Cancellation cancellation) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final String WHEN = "after the switch";

    /** Returns what is done, as the console names it. */
    public String name() {
        return "observe " + process.slot().label() + " for "
                + TimeSpan.show(process.plan().limits().observe());
    }

    /**
     * Looks.
     *
     * @return how often it was asked
     * @throws HostException if it ends, is not healthy any more, or too many questions failed
     */
    public String run() throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        int asked = 0;
        boolean doubtful = false;
        // A last answer that is in doubt is asked for once more, also when the time is over.
        while (doubtful
                || cancellation.since(begun).compareTo(process.plan().limits().observe()) < 0) {
            cancellation.pause(LOOK_AGAIN);
            monitor.check();
            HealthProbe.Answer answer = process.ask(probe, WHEN);
            asked++;
            if (!answer.healthy() && doubtful) {
                throw process.failure("was not healthy any more " + WHEN + ": " + answer.seen(), answer.evidence());
            }
            doubtful = !answer.healthy();
        }
        return "asked " + asked + " times";
    }
}
