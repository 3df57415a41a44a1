package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.ReverseProxy;

/** Points one nginx at the new slot. */
record SwitchTraffic(ReverseProxy proxy, ReverseProxy.Reading before, Slot slot, int port) implements Step {

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
