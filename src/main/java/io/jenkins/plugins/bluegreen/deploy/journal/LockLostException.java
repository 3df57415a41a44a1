package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/** Another deployment had the lock meanwhile, so what there is on the hosts is its own, and nothing of it may be undone or retired. */
public final class LockLostException extends HostException {

    private static final long serialVersionUID = 1L;

    /** @param on the host on which the lock was lost */
    public LockLostException(ApplicationHost on) {
        super("The lock of " + on.plan().app() + " on " + on.name()
                + " was lost, and another deployment has had it meanwhile"
                + " and has settled this one, so nothing more was done here; that deployment tells what serves now.");
    }
}
