package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter;

/**
 * What is undone where a share of the clients was led to the new slot.
 *
 * @param router who leads them
 * @param slot the new slot
 */
record LeadNobody(CanaryRouter router, Slot slot) implements Step {

    @Override
    public String host() {
        return router.name();
    }

    @Override
    public String name() {
        return "lead clients to " + slot.label();
    }

    @Override
    public String run() {
        return "";
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        router.lead(slot, 0);
    }

    @Override
    public String byHand() {
        return router.leadNobodyByHand(slot);
    }
}
