package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.RouterState;
import io.jenkins.plugins.bluegreen.port.TrafficRouter;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.Optional;

/**
 * What is undone between the switch and the start: when nginx leads to the old slot again, what the new one is still answering
 * comes to its end before its process is stopped. A process that nginx still leads to stays.
 */
public record DrainBeforeRollback(Cluster hosts, Slot slot, Progress progress, Cancellation cancellation)
        implements Step {

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
        for (TrafficRouter proxy : hosts.routers()) {
            RouterState now = proxy.read();
            if (now.stale() || now.live().equals(Optional.of(slot))) {
                throw new HostException("nginx on " + proxy.name() + " may still lead to " + slot.label() + " ("
                        + now.source() + "), so its process was left running; make nginx serve "
                        + slot.other().label() + ", and deploy again.");
            }
        }
        ApplicationHost any = hosts.app().get(0);
        Drain drain = new Drain(any.plan().limits().drainTimeout(), cancellation.now(), progress, cancellation);
        for (TrafficRouter proxy : hosts.routers()) {
            drain.workers(proxy);
        }
        for (ApplicationHost on : hosts.app()) {
            drain.connections(on, slot);
        }
    }

    @Override
    public boolean keepsTheRest() {
        return true;
    }
}
