package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.RouterState;
import io.jenkins.plugins.bluegreen.port.TrafficRouter;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/** Points one nginx at the new slot. */
public record SwitchTraffic(TrafficRouter proxy, RouterState before, Slot slot, int port) implements Step {

    @Override
    public String host() {
        return proxy.name();
    }

    @Override
    public String name() {
        return "switch nginx to " + slot.label() + " (" + port + ")";
    }

    @Override
    public String run() throws HostException, InterruptedException {
        return proxy.switchTo(slot);
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        proxy.restore(before);
    }

    @Override
    public String byHand() {
        return proxy.restoreByHand(before);
    }
}
