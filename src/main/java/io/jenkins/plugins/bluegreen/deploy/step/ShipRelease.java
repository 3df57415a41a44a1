package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.ReleaseSource;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/** Brings the release onto a host. */
public record ShipRelease(ApplicationHost on, ReleaseSource source, Progress progress, Cancellation cancellation)
        implements Step {

    @Override
    public String host() {
        return on.name();
    }

    @Override
    public String name() {
        return source.step();
    }

    @Override
    public String run() throws HostException, CancelledException, InterruptedException {
        return source.deliver(on.host(), progress, cancellation);
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        on.releases().remove(on.plan().release().id(), on.plan().deploymentId());
    }
}
