package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.AbortException;
import jenkins.model.Jenkins;

/** Jenkins is being stopped, and nothing more can be done of a deployment in this process. */
public final class JenkinsStopsException extends AbortException {

    private static final long serialVersionUID = 1L;

    /** @param deploymentId the deployment that is left as it is */
    JenkinsStopsException(String deploymentId) {
        super("Jenkins is being stopped during the deployment " + deploymentId
                + ". What it left on the hosts is settled when a Pipeline goes on after the restart, or otherwise by the"
                + " next deployment of the application.");
    }

    /** Tells whether it is. */
    static boolean now() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        return jenkins == null || jenkins.isTerminating();
    }
}
