package io.jenkins.plugins.bluegreen.port.host;

/** A script that runs on a host for as long as it is fed; it ends when this is closed, or when we are gone. */
public interface Lease extends AutoCloseable {

    /** So many characters a line has at most; what is longer comes in several: nobody's memory is filled by one who ends none. */
    int LONGEST_LINE = 16_384;

    /**
     * Returns the next line that it writes, or null when it has ended.
     *
     * @throws HostException if the connection broke
     */
    String readLine() throws HostException, InterruptedException;

    /** Tells whether the script still runs and is being fed. */
    boolean alive();

    @Override
    void close();
}
