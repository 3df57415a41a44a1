package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Reads the artifact on a thread of its own, while the connections are being made. Closing ends it. */
final class ArtifactReading implements AutoCloseable {

    private final FutureTask<Artifact> reading;

    /** Begins to read. */
    ArtifactReading(Path file) {
        reading = new FutureTask<>(() -> Artifact.of(file));
        Thread thread = new Thread(reading, "blue-green-artifact");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until all is read.
     *
     * @throws HostException if it cannot be read
     */
    Artifact await(Patience patience) throws HostException, Stopped, InterruptedException {
        Runnable end = this::close;
        patience.onStop(end);
        try {
            return reading.get();
        } catch (CancellationException e) {
            throw new Stopped();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HostException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            patience.forget(end);
        }
    }

    @Override
    public void close() {
        reading.cancel(true);
    }
}
