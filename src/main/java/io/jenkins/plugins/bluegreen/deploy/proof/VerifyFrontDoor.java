package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;

/** Asks the front door after the switch until it answers. */
public record VerifyFrontDoor(FrontDoor door, DeployPlan plan, Cancellation cancellation) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    /**
     * Asks.
     *
     * @return the good answer
     * @throws HostException if there is none within 10 s
     */
    public String run() throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        HealthProbe.Answer answer = ask();
        while (!answer.healthy() && cancellation.since(begun).compareTo(LIMIT) < 0) {
            cancellation.pause(ASK_AGAIN);
            answer = ask();
        }
        if (!answer.healthy()) {
            throw new HostException(
                    "The front door " + plan.frontDoor() + " did not answer well within " + TimeSpan.show(LIMIT)
                            + " after the switch: " + answer.seen() + "; look at " + plan.router() + "'s error log.");
        }
        return answer.seen();
    }

    private HealthProbe.Answer ask() throws CancelledException, InterruptedException {
        return Asked.of(door::ask, cancellation).answer();
    }
}
