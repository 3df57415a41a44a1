package io.jenkins.plugins.bluegreen.jenkins.ssh;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.FirstUse;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.security.MasterToSlaveCallable;

/** Asks for the keys of hosts of which none is known, from the machine that will deploy. */
public final class LearnHostKeys extends MasterToSlaveCallable<List<KnownHostsLine>, HostException> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<SshRoute> routes;

    /** Does nothing yet. */
    public LearnHostKeys(Collection<SshRoute> routes) {
        this.routes = new ArrayList<>(routes);
    }

    @Override
    public List<KnownHostsLine> call() throws HostException {
        return FirstUse.learn(routes);
    }
}
