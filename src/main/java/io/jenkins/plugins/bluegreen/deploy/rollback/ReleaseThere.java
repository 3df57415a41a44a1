package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.ReleaseSource;
import io.jenkins.plugins.bluegreen.port.Space;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;

/** A release that lies on the hosts already: nothing is sent, but it is made sure that it is what was shipped. */
record ReleaseThere(Release release, Connector connector) implements ReleaseSource {

    @Override
    public void await(Cancellation cancellation) {
        // There is nothing to wait for.
    }

    @Override
    public String step() {
        return "verify " + release.fileName() + " of release " + release.id();
    }

    @Override
    public Space space() {
        return Space.NONE;
    }

    @Override
    public String deliver(RemoteHost host, Progress progress, Cancellation cancellation)
            throws HostException, InterruptedException {
        connector.releases(host).verify(release.id());
        return "nothing sent";
    }

    @Override
    public Shipment foresee(RemoteHost host) {
        return new Shipment(0, "nothing to send");
    }

    @Override
    public void close() {
        // Nothing is under way.
    }
}
