package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Progress;
import java.time.Instant;

/** Brings the artifact to a host, into a release directory of its own. Until it is there whole, nobody sees it there. */
record ShipRelease(HostDeployment on, Artifact artifact, Progress progress, Patience patience) implements Step {

    @Override
    public String host() {
        return on.name();
    }

    @Override
    public String name() {
        return "ship " + on.plan().release().fileName() + " (" + artifact.shownSize() + ")";
    }

    @Override
    public String run() throws HostException, InterruptedException {
        if (on.beginShipping(artifact)) {
            return "release " + on.plan().release().id() + " is there already";
        }
        Instant begun = patience.now();
        on.host()
                .upload(
                        artifact.path(),
                        on.uploadPath(),
                        bytes -> progress.sent(host(), bytes, artifact.size(), patience.since(begun)));
        on.finishShipping(artifact);
        return "release " + on.plan().release().id();
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        on.removeRelease(on.plan().release().id(), on.plan().deploymentId());
    }
}
