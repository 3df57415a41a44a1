package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.artifact.ReleaseUpload.Base;
import io.jenkins.plugins.bluegreen.artifact.ReleaseUpload.Ground;
import io.jenkins.plugins.bluegreen.artifact.ReleaseUpload.News;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Brings the artifact to a host, into a release directory of its own; until it is there whole, nobody sees it there. What an older
 * release has of it is taken from there. The host's word for that is never taken: where the SHA-256 of the outcome is another one,
 * or anything else is unexpected, the artifact is sent whole.
 */
record ReleaseDelivery(ReleaseUpload upload, Progress progress, Cancellation cancellation) {

    /** Brings it, and returns how that went, for a reader. */
    String run() throws HostException, CancelledException, InterruptedException {
        String release = "release " + release().id();
        Ground ground = upload.begin(true);
        if (ground.there()) {
            return release + " is there already";
        }
        Optional<String> saved = fromWhatIsThere(ground);
        if (saved.isPresent()) {
            return release + ", " + saved.get();
        }
        upload.send(meter(upload.artifact().size()));
        upload.finish();
        return release;
    }

    /** Returns what that took, or nothing where it cannot be done and there is room for the whole artifact again. */
    private Optional<String> fromWhatIsThere(Ground ground)
            throws HostException, CancelledException, InterruptedException {
        String origin = ground.same().or(() -> ground.base().map(Base::release)).orElse("");
        try {
            if (ground.same().isPresent()) {
                upload.finish();
                return Optional.of("nothing sent, it is the same as release " + origin);
            }
            return ground.base().isPresent() ? byDelta(ground.base().get()) : Optional.empty();
        } catch (HostException e) {
            // An abort may look like a failure; it must not begin to send.
            cancellation.check();
            progress.note(
                    host(),
                    release().fileName() + " could not be made from release " + origin
                            + ", so it is sent whole: "
                            + (e.evidence().isEmpty() ? e.getMessage() : e.evidence()));
            upload.begin(false);
            return Optional.empty();
        }
    }

    private Optional<String> byDelta(Base base) throws HostException, InterruptedException {
        if (!base.intact()) {
            progress.note(
                    host(),
                    "release " + base.release() + " there is not as it was shipped, or its block sums are not, so "
                            + release().fileName() + " is sent whole");
            return Optional.empty();
        }
        Optional<News> news = upload.compare(base);
        if (news.isEmpty()) {
            return Optional.empty();
        }
        long sent = news.get().delta().sent();
        LongConsumer meter = meter(sent);
        upload.send(news.get(), meter);
        upload.finish(news.get());
        meter.accept(sent);
        return Optional.of(
                Artifact.shown(news.get().bytes()) + " sent, the rest was there in release " + base.release());
    }

    private LongConsumer meter(long total) {
        Instant begun = cancellation.now();
        return bytes -> progress.sent(host(), bytes, total, cancellation.since(begun));
    }

    private Release release() {
        return upload.plan().release();
    }

    private String host() {
        return upload.host().name();
    }
}
