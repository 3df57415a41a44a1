package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.ForwardingRefusedException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a slot by one HTTP request through the SSH connection, so that its port need not be public. Where the SSH server
 * forbids that, a command on the host asks instead, from then on.
 */
public final class HttpHealthProbe implements HealthProbe {

    private final HealthCheck check;
    private final Set<String> hostsThatForbidForwarding = ConcurrentHashMap.newKeySet();

    /** @param check what is asked, and which answer counts */
    public HttpHealthProbe(HealthCheck check) {
        this.check = check;
    }

    @Override
    public Answer ask(RemoteHost host, int slotPort, String release) throws HostException, InterruptedException {
        int port = check.portFor(slotPort);
        if (!hostsThatForbidForwarding.contains(host.name())) {
            try {
                return new DirectQuestion(check, port, release).ask(host);
            } catch (ForwardingRefusedException e) {
                hostsThatForbidForwarding.add(host.name());
            }
        }
        return new CommandQuestion(check, port, release).ask(host);
    }
}
