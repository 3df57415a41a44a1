package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Packs or reads the artifact on a thread of its own, while the connections are being made. Closing ends it, and removes what was packed. */
final class ArtifactReader implements AutoCloseable {

    private final FutureTask<Artifact> reading;

    /** Begins to read. */
    ArtifactReader(Callable<Artifact> artifact) {
        reading = new FutureTask<>(artifact) {
            @Override
            protected void set(Artifact read) {
                super.set(read);
                if (isCancelled()) {
                    read.close();
                }
            }
        };
        Thread thread = new Thread(reading, "blue-green-artifact");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until all is read.
     *
     * @throws HostException if it cannot be read
     */
    Artifact await(Cancellation cancellation) throws HostException, CancelledException, InterruptedException {
        Runnable end = this::close;
        cancellation.onStop(end);
        try {
            return reading.get();
        } catch (CancellationException e) {
            throw new CancelledException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HostException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            cancellation.forget(end);
        }
    }

    @Override
    public void close() {
        if (reading.cancel(true) || reading.isCancelled()) {
            return;
        }
        try {
            reading.get().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // There is nothing to remove.
        }
    }
}
