package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.proof.GivenUp;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.Optional;

/**
 * What is undone between the switch and the start: when the router leads to the old slot again, what the new one is still
 * answering comes to its end before its process is stopped. A process that a router still leads to stays.
 *
 * @param slot the new slot
 * @param proof what tells whether one does, where traffic may have been there; without it, its own word has to do
 */
public record DrainBeforeRollback(DeployContext context, Slot slot, Optional<Proof> proof) implements Step {

    /** How it is seen. */
    public interface Proof {

        /** Begins to see that nothing comes there any more. */
        GivenUp begin() throws HostException, CancelledException, InterruptedException;
    }

    @Override
    public String host() {
        return "";
    }

    @Override
    public String name() {
        return "traffic to " + slot.label();
    }

    @Override
    public String run() {
        return "";
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        try {
            takeBack();
        } catch (CancelledException e) {
            throw new IllegalStateException("an undo heeds no abort", e);
        }
    }

    private void takeBack() throws HostException, CancelledException, InterruptedException {
        for (TrafficRouter router : context.cluster().routers()) {
            RouterState now = router.read();
            if (now.mayLeadTo(slot)) {
                throw new HostException(kind() + " on " + router.name() + " may still lead to " + slot.label() + " ("
                        + now.source() + "), so its process was left running; make " + kind() + " serve "
                        + slot.other().label() + ", and deploy again.");
            }
        }
        if (proof.isEmpty()) {
            drain();
            return;
        }
        GivenUp given = proof.get().begin();
        drain();
        given.check();
    }

    private void drain() throws HostException, InterruptedException {
        Drain drain = Drain.begin(context);
        for (TrafficRouter router : context.cluster().routers()) {
            drain.router(router);
        }
        for (ApplicationHost on : context.cluster().app()) {
            drain.connections(on, slot);
        }
    }

    private String kind() {
        return context.plan().router();
    }

    @Override
    public boolean keepsTheRest() {
        return true;
    }
}
