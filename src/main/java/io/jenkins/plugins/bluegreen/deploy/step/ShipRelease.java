package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.artifact.Artifact;
import io.jenkins.plugins.bluegreen.artifact.ReleaseUpload;
import io.jenkins.plugins.bluegreen.artifact.ReleaseUpload.Base;
import io.jenkins.plugins.bluegreen.artifact.ReleaseUpload.Ground;
import io.jenkins.plugins.bluegreen.artifact.delta.Delta;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Brings the artifact to a host, into a release directory of its own; until it is there whole, nobody sees it there. What an older
 * release has of it is taken from there. The host's word for that is never taken: where the SHA-256 of the outcome is another one,
 * or anything else is unexpected, the artifact is sent whole.
 */
public record ShipRelease(ApplicationHost on, Artifact artifact, Progress progress, Cancellation cancellation)
        implements Step {

    @Override
    public String host() {
        return on.name();
    }

    @Override
    public String name() {
        return "ship " + on.plan().release().fileName() + " (" + artifact.shownSize() + ")";
    }

    @Override
    public String run() throws HostException, CancelledException, InterruptedException {
        ReleaseUpload shipment = new ReleaseUpload(on, artifact);
        String release = "release " + on.plan().release().id();
        Ground ground = shipment.begin(true);
        if (ground.there()) {
            return release + " is there already";
        }
        Optional<String> saved = fromWhatIsThere(shipment, ground);
        if (saved.isPresent()) {
            return release + ", " + saved.get();
        }
        shipment.send(meter(artifact.size()));
        shipment.finish();
        return release;
    }

    /** Returns what that took, or nothing where it cannot be done and there is room for the whole artifact again. */
    private Optional<String> fromWhatIsThere(ReleaseUpload shipment, Ground ground)
            throws HostException, CancelledException, InterruptedException {
        String origin = ground.same().or(() -> ground.base().map(Base::release)).orElse("");
        try {
            if (ground.same().isPresent()) {
                shipment.finish();
                return Optional.of("nothing sent, it is the same as release " + origin);
            }
            return ground.base().isPresent() ? byDelta(shipment, ground.base().get()) : Optional.empty();
        } catch (HostException e) {
            // An abort may look like a failure; it must not begin to send.
            cancellation.check();
            progress.note(
                    host(),
                    on.plan().release().fileName() + " could not be made from release " + origin
                            + ", so it is sent whole: "
                            + (e.evidence().isEmpty() ? e.getMessage() : e.evidence()));
            shipment.begin(false);
            return Optional.empty();
        }
    }

    private Optional<String> byDelta(ReleaseUpload shipment, Base base) throws HostException, InterruptedException {
        if (!base.intact()) {
            progress.note(
                    host(),
                    "release " + base.release() + " there is not as it was shipped, or its block sums are not, so "
                            + on.plan().release().fileName() + " is sent whole");
            return Optional.empty();
        }
        Optional<Delta> delta = compare(base);
        if (delta.isEmpty()) {
            return Optional.empty();
        }
        shipment.send(delta.get(), meter(delta.get().sent()));
        shipment.finish(base, delta.get());
        long sent = delta.get().sent() + delta.get().recipe().length();
        return Optional.of(Artifact.shown(sent) + " sent, the rest was there in release " + base.release());
    }

    private Optional<Delta> compare(Base base) throws HostException {
        try {
            return Delta.between(base.sums().orElseThrow(), artifact.path(), artifact.size());
        } catch (IOException e) {
            throw artifact.unreadable(e);
        }
    }

    private LongConsumer meter(long total) {
        Instant begun = cancellation.now();
        return bytes -> progress.sent(host(), bytes, total, cancellation.since(begun));
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        on.removeRelease(on.plan().release().id(), on.plan().deploymentId());
    }
}
