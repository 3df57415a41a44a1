package io.jenkins.plugins.bluegreen.jenkins;

import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.ssh.FirstUse;
import io.jenkins.plugins.bluegreen.ssh.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.SshRoute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.security.MasterToSlaveCallable;

/** Asks for the keys of hosts of which none is known, from the machine that will deploy. */
final class LearnHostKeys extends MasterToSlaveCallable<List<KnownHostsLine>, HostException> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<SshRoute> routes;

    /** Does nothing yet. */
    LearnHostKeys(Collection<SshRoute> routes) {
        this.routes = new ArrayList<>(routes);
    }

    @Override
    public List<KnownHostsLine> call() throws HostException {
        return FirstUse.learn(routes);
    }
}
