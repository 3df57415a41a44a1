package io.jenkins.plugins.bluegreen.deploy.recovery;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal.Phase;
import io.jenkins.plugins.bluegreen.deploy.proof.VerifyFrontDoor;
import io.jenkins.plugins.bluegreen.deploy.retire.ObserveWhileDraining;
import io.jenkins.plugins.bluegreen.deploy.retire.OldSlot;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.function.Consumer;

/**
 * What a deployment that is taken up again still has to see before the old slot is stopped: all that it does after its switch,
 * from the beginning, since nobody knows how much of that it had seen.
 */
final class ObserveAgain {

    private final DeployContext context;
    private final boolean aborted;

    /** @param aborted whether the deployment was asked to stop before it was taken up again */
    ObserveAgain(DeployContext context, boolean aborted) {
        this.context = context;
        this.aborted = aborted;
    }

    /** Tells what speaks against the release that is served; an empty text for nothing. */
    String against(HalfDone left) throws InterruptedException {
        // Where it was being retired already, this was seen before, and an abort comes too late.
        boolean switching = left.journal().phase() == Phase.SWITCH;
        try {
            if ((aborted || context.cancellation().stopped()) && switching && left.oldRuns()) {
                throw new CancelledException();
            }
            look(left, switching);
            return "";
        } catch (CancelledException e) {
            return "it was aborted";
        } catch (HostException e) {
            context.progress().note("", (e.getMessage() + "\n" + e.evidence()).strip());
            return "what is said above speaks against it";
        }
    }

    private void look(HalfDone left, boolean switching) throws HostException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        FrontDoor door = context.connector().frontDoor();
        // Where there is nothing to go back to, an abort comes too late.
        Cancellation cancellation = switching && left.oldRuns() ? context.cancellation() : new Cancellation();
        Consumer<String> note = text -> context.progress().note("", text);
        try (AvailabilityMonitor monitor =
                new AvailabilityMonitor(context.connector().availabilityProbe(), plan.limits(), plan.router(), note)) {
            monitor.begin(cancellation);
            monitor.switching();
            if (switching) {
                OldSlot old = new OldSlot(context, left.old(), left.hosts());
                new ObserveWhileDraining(heeding(cancellation), monitor, left.slot(), old)
                        .run(context.cluster().app());
            } else if (door != null) {
                VerifyFrontDoor verify = new VerifyFrontDoor(door, plan, left.slot(), cancellation);
                context.undoLog()
                        .perform("", "ask the front door " + plan.frontDoor().url(), verify::run);
            }
            monitor.checkAnswered(cancellation);
        }
    }

    private DeployContext heeding(Cancellation cancellation) {
        return new DeployContext(
                context.plan(),
                context.connector(),
                context.cluster(),
                context.undoLog(),
                context.progress(),
                cancellation);
    }
}
