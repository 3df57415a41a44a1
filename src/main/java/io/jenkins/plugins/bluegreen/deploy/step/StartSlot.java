package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/** Starts the release in the idle slot. */
public record StartSlot(ApplicationHost on, Slot slot) implements Step {

    @Override
    public String host() {
        return on.name();
    }

    @Override
    public String name() {
        return "start " + slot.label() + " on port " + on.plan().slots().port(slot);
    }

    @Override
    public String run() throws HostException, InterruptedException {
        on.processes().start(slot);
        return "";
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        on.processes().stop(slot, on.plan().deploymentId());
        on.processes().forget(slot, on.plan().deploymentId());
    }

    @Override
    public String byHand() {
        return on.processes().stopByHand(slot);
    }
}
