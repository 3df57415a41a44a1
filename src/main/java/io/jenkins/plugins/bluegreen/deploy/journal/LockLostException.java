package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/** Another deployment had the lock meanwhile, so what there is on the hosts is its own, and nothing of it may be undone or retired. */
public final class LockLostException extends HostException {

    private static final long serialVersionUID = 1L;

    /**
     * @param app whose lock was lost
     * @param host the name of the host on which it was
     */
    public LockLostException(ApplicationName app, String host) {
        super("The lock of " + app + " on " + host + " was lost, and another deployment has had it meanwhile"
                + " and settles this one, so nothing more was done here; that deployment tells what serves now.");
    }
}
