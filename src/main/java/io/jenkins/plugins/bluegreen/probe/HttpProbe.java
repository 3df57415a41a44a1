package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.plan.HealthCheck;
import io.jenkins.plugins.bluegreen.site.ForwardingRefused;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Probe;
import io.jenkins.plugins.bluegreen.site.RemoteHost;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a slot by one HTTP request through the SSH connection, so that its port need not be public. Where the SSH server
 * forbids that, a command on the host asks instead, from then on.
 */
public final class HttpProbe implements Probe {

    private final HealthCheck check;
    private final Set<String> hostsThatForbidForwarding = ConcurrentHashMap.newKeySet();

    /** @param check what is asked, and which answer counts */
    public HttpProbe(HealthCheck check) {
        this.check = check;
    }

    @Override
    public Answer ask(RemoteHost host, int slotPort, String release) throws HostException, InterruptedException {
        int port = check.portFor(slotPort);
        if (!hostsThatForbidForwarding.contains(host.name())) {
            try {
                return new DirectQuestion(check, port, release).ask(host);
            } catch (ForwardingRefused e) {
                hostsThatForbidForwarding.add(host.name());
            }
        }
        return new CommandQuestion(check, port, release).ask(host);
    }
}
