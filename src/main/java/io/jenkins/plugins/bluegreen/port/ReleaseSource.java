package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;

/** Where the release of one deployment comes from, and how it gets onto a host. Closing ends what is under way. */
public interface ReleaseSource extends AutoCloseable {

    /**
     * Waits until it is known what there is to bring; that may have begun before.
     *
     * @throws HostException if it cannot be had
     */
    void await(Cancellation cancellation) throws HostException, CancelledException, InterruptedException;

    /** Returns what is done to bring it, as a step is named: {@code ship app.jar (24.1 MB)}. Only once it is known. */
    String step();

    /** Returns what that takes on a host, where it does not lie there yet, while it is brought. Only once it is known. */
    Space space();

    /**
     * Brings the release onto a host, into a directory of its own, with what it takes to start it again; until it is there whole, nobody
     * sees it there. Several hosts at once are fine.
     *
     * @return how that went, for a reader
     * @throws HostException if it did not arrive whole; what did arrive, {@link ReleaseStore#remove} removes
     */
    String deliver(RemoteHost host, Progress progress, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException;

    /**
     * Tells what {@link #deliver} would send to a host, by what lies there; changes nothing. Several hosts at once are fine.
     *
     * @throws HostException if it would be refused there
     */
    Shipment foresee(RemoteHost host) throws HostException, InterruptedException;

    /**
     * What would be sent to a host.
     *
     * @param bytes how many
     * @param how for a reader
     */
    record Shipment(long bytes, String how) {}

    @Override
    void close();
}
