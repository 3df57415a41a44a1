package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.step.SlotFailedException;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;

/**
 * Looks at the new slot right before the first old process is stopped, on all hosts at once: as long as none is stopped, there is a
 * way back. It must run, be healthy, and hold its port at that very moment.
 */
public record LastLook(DeployContext context, Slot slot) {

    /** When it is looked, as a sentence says it. */
    public static final String WHEN = "right before the old process was to be stopped";

    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    /** Returns what is done, as the console names it. */
    public static String name(Slot slot) {
        return "look at " + slot.label() + " once more";
    }

    /**
     * Looks.
     *
     * @param cancellation ends it
     * @throws SlotFailedException if it is not so
     */
    public void run(Cancellation cancellation) throws HostException, CancelledException, InterruptedException {
        InParallel.each(
                context.cluster().app(),
                cancellation,
                on -> context.undoLog().perform(on.name(), name(slot), () -> {
                    look(new StartedProcess(on, slot), cancellation);
                    return "";
                }));
    }

    private void look(StartedProcess process, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        HealthProbe probe = context.connector().probe();
        HealthProbe.Answer answer = askFirst(process, probe);
        if (!answer.healthy()) {
            // A single one may be due to the load.
            cancellation.pause(ASK_AGAIN);
            answer = process.ask(probe, WHEN);
        }
        if (!answer.healthy()) {
            throw process.failure("was not healthy any more " + WHEN + ": " + answer.seen(), answer.evidence());
        }
        // It may have died of the very question, or be another one who answered that.
        process.refuseDeaf(WHEN, cancellation);
    }

    /** Asks without looking first who would answer, since that is looked at afterwards; unless the question holds what is nobody else's business. */
    private static HealthProbe.Answer askFirst(StartedProcess process, HealthProbe probe)
            throws HostException, InterruptedException {
        return process.plan().health().headers().isEmpty() ? process.fetch(probe) : process.ask(probe, WHEN);
    }
}
