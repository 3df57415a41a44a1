package io.jenkins.plugins.bluegreen.deploy.recovery;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.journal.LockLostException;
import io.jenkins.plugins.bluegreen.deploy.proof.ProveTraffic;
import io.jenkins.plugins.bluegreen.deploy.proof.VerifyFrontDoor;
import io.jenkins.plugins.bluegreen.deploy.retire.DrainSlot;
import io.jenkins.plugins.bluegreen.deploy.retire.ObserveWhileDraining;
import io.jenkins.plugins.bluegreen.deploy.retire.OldSlot;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;

/**
 * What there is yet to see of the release of a deployment that was cut off, before the old slot is stopped: all that it does after its
 * switch, from the beginning, since nobody knows how much of that it had seen.
 */
final class ObserveAgain {

    private final DeployContext context;
    private final boolean takenUp;
    private final boolean aborted;
    /** Null as long as it is not seen, and where it need not be. */
    private ProveTraffic proof;

    private ObserveAgain(DeployContext context, boolean takenUp, boolean aborted) {
        this.context = context;
        this.takenUp = takenUp;
        this.aborted = aborted;
    }

    /**
     * That of the deployment itself, which is taken up again and takes its release back at an abort.
     *
     * @param aborted whether it was asked to stop before
     */
    static ObserveAgain takenUp(DeployContext context, boolean aborted) {
        return new ObserveAgain(context, true, aborted);
    }

    /** That of the next deployment: it does not observe another one's release, and at an abort leaves what there is. */
    static ObserveAgain byTheNext(DeployContext context) {
        return new ObserveAgain(context, false, false);
    }

    private interface Sight {
        void see(DeployContext heeding) throws HostException, CancelledException, InterruptedException;
    }

    /**
     * Sees that requests reach the release, observes it, and waits until nothing uses the old slot any more.
     *
     * @return what speaks against it; an empty text for nothing
     */
    String against(HalfDone left) throws HostException, CancelledException, InterruptedException {
        return against(left, heeding -> look(left, heeding));
    }

    /** Sees once more, right before the old slot is stopped, that nothing leads there; returns the same. */
    String againstTheStop(HalfDone left) throws HostException, CancelledException, InterruptedException {
        return against(left, heeding -> {
            if (proof != null && left.oldIsLeft()) {
                proof.again(left.slot(), context.undoLog());
                proof.left(left.old(), context.undoLog());
            }
        });
    }

    /** Waits until nothing uses the old slot any more, where nothing else is to be seen. */
    void drain(HalfDone left) throws HostException, CancelledException, InterruptedException {
        drain(new OldSlot(takenUp ? heeding(context.cancellation().heedless()) : context, left.old(), left.hosts()));
    }

    private String against(HalfDone left, Sight sight) throws HostException, CancelledException, InterruptedException {
        boolean wayBack = !left.retiring() && left.oldRuns();
        try {
            if (wayBack && (aborted || context.cancellation().stopped())) {
                throw new CancelledException();
            }
            // Where there is nothing to go back to, an abort comes too late.
            sight.see(
                    wayBack || !takenUp
                            ? context
                            : heeding(context.cancellation().heedless()));
            return "";
        } catch (LockLostException e) {
            throw e;
        } catch (CancelledException e) {
            if (!takenUp) {
                throw e;
            }
            return "it was aborted";
        } catch (HostException e) {
            context.progress().note("", (e.getMessage() + "\n" + e.evidence()).strip());
            return "it was said: " + e.getMessage().replaceFirst("\\.$", "");
        }
    }

    private void look(HalfDone left, DeployContext heeding)
            throws HostException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        try (AvailabilityMonitor monitor = new AvailabilityMonitor(
                takenUp ? context.connector().availabilityProbe() : null,
                plan.limits(),
                plan.router(),
                context.progress())) {
            monitor.begin(heeding.cancellation());
            monitor.switching();
            if (left.retiring()) {
                askFrontDoor(left.slot(), heeding.cancellation());
            } else {
                ProveTraffic now =
                        ProveTraffic.afterwards(heeding, left.journal().release(), monitor::turnedAway);
                now.run(left.slot(), context.undoLog());
                proof = now;
            }
            OldSlot old = new OldSlot(heeding, left.old(), left.hosts());
            if (takenUp && !left.retiring()) {
                new ObserveWhileDraining(heeding, monitor, left.slot(), old, ObserveWhileDraining.NOTHING)
                        .run(context.cluster().app());
            } else {
                drain(old);
            }
            monitor.checkAnswered(heeding.cancellation());
        }
    }

    /** It is asked for another release by the next deployment. */
    private void askFrontDoor(Slot slot, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        FrontDoor door = context.connector().frontDoor();
        if (takenUp && door != null) {
            VerifyFrontDoor verify = new VerifyFrontDoor(door, context.plan(), slot, cancellation);
            context.undoLog()
                    .perform(
                            "",
                            "ask the front door " + context.plan().frontDoor().url(),
                            verify::run);
        }
    }

    /** Only in another thread does it heed an abort. */
    private static void drain(OldSlot old) throws HostException, CancelledException, InterruptedException {
        Cancellation cancellation = old.context().cancellation();
        InParallel.each(List.of(old), cancellation, each -> new DrainSlot(each).run(cancellation));
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
