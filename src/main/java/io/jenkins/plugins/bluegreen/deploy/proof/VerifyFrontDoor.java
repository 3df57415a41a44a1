package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks the front door after the switch until it answers well.
 *
 * @param door asks
 * @param plan what is deployed, and how long that may take
 * @param slot the new slot
 * @param cancellation waits, and is told to stop
 */
public record VerifyFrontDoor(FrontDoor door, DeployPlan plan, Slot slot, Cancellation cancellation) {

    /** Beside the questions by which it is measured, so that both together are few. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    /**
     * Asks.
     *
     * @return the good answer
     * @throws HostException if there is none in time
     */
    public String run() throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        HealthProbe.Answer answer = ask();
        while (!answer.healthy()
                && cancellation.since(begun).compareTo(plan.frontDoor().timeout()) < 0) {
            cancellation.pause(answer.limited() ? Way.LET_UP : ASK_AGAIN);
            answer = ask();
        }
        if (!answer.healthy()) {
            throw new HostException("The front door " + plan.frontDoor().url() + " did not answer well within "
                    + TimeSpan.show(plan.frontDoor().timeout()) + " after the switch: " + answer.seen() + "; "
                    + advice(answer));
        }
        return answer.seen();
    }

    private String advice(HealthProbe.Answer answer) {
        if (answer.limited()) {
            return "let " + plan.router() + " answer where this deployment runs more often, measure less often"
                    + " (measureEvery), or raise frontDoorTimeout.";
        }
        if (answer.seen().startsWith("401") || answer.seen().startsWith("407")) {
            return "give the login that it asks for in frontDoorHeaders.";
        }
        String look = "look at " + plan.router() + "'s error log and at the application's own words in "
                + plan.application().process().log(plan.app(), plan.directory(), slot);
        boolean answered = Character.isDigit(answer.seen().charAt(0));
        return answered
                ? look + "; if it only needs more time, raise frontDoorTimeout."
                : look
                        + ", see whether the URL can be reached from where this deployment runs, and if all is only slow,"
                        + " as on a busy machine, raise frontDoorTimeout.";
    }

    private HealthProbe.Answer ask() throws CancelledException, InterruptedException {
        return Asked.of(door::ask, cancellation).answer();
    }
}
