package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;

/**
 * Points one router at the new slot.
 *
 * @param kind what the router is called
 * @param before what it served, to be brought back
 * @param slot the new slot
 * @param port its port, for the console
 */
public record SwitchTraffic(TrafficRouter router, String kind, RouterState before, Slot slot, int port)
        implements Step {

    @Override
    public String host() {
        return router.name();
    }

    @Override
    public String name() {
        return StepReport.SWITCH + kind + " to " + slot.label() + " (" + port + ")";
    }

    @Override
    public String run() throws HostException, InterruptedException {
        return router.switchTo(slot);
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        router.restore(before);
    }

    @Override
    public String byHand() {
        return router.restoreByHand(before);
    }
}
