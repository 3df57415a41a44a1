package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Progress;
import io.jenkins.plugins.bluegreen.site.ReverseProxy;
import io.jenkins.plugins.bluegreen.site.ReverseProxy.Reading;
import java.util.Optional;

/**
 * What is undone between the switch and the start: when nginx leads to the old slot again, what the new one is still answering
 * comes to its end before its process is stopped. A process that nginx still leads to stays.
 */
record LeadBack(Hosts hosts, Slot slot, Progress progress, Patience patience) implements Step {

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
        for (ReverseProxy proxy : hosts.proxies()) {
            Reading now = proxy.read();
            if (now.stale() || now.live().equals(Optional.of(slot))) {
                throw new HostException("nginx on " + proxy.name() + " may still lead to " + slot.label() + " ("
                        + now.source() + "), so its process was left running; make nginx serve "
                        + slot.other().label() + ", and deploy again.");
            }
        }
        HostDeployment any = hosts.app().get(0);
        Drain drain = new Drain(any.plan().limits().drainTimeout(), patience.now(), progress, patience);
        for (ReverseProxy proxy : hosts.proxies()) {
            drain.workers(proxy);
        }
        for (HostDeployment on : hosts.app()) {
            drain.connections(on, slot);
        }
    }

    @Override
    public boolean keepsTheRest() {
        return true;
    }
}
