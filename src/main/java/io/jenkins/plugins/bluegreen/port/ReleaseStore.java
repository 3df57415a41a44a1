package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.port.host.HostException;

/** The releases of an application on one host. */
public interface ReleaseStore {

    /** Removes a release that the deployment brought there, unless a slot's record names it. */
    void remove(String release, String deployment) throws HostException, InterruptedException;

    /**
     * Removes the oldest ones, but none that a slot's record names or that something runs from.
     *
     * @param keep how many stay
     * @return how many were removed
     */
    String prune(int keep) throws HostException, InterruptedException;
}
