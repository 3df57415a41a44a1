package io.jenkins.plugins.bluegreen.jenkins.run;

import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.security.MasterToSlaveCallable;

/** The deployments that run in this process, so that they can be asked to stop. */
final class RunningDeployments {

    private static final Map<String, Cancellation> RUNNING = new ConcurrentHashMap<>();

    private RunningDeployments() {}

    /** Returns what stops a deployment that runs here, or is about to. */
    static Cancellation cancellation(String deploymentId) {
        return RUNNING.computeIfAbsent(deploymentId, id -> new Cancellation());
    }

    /** Notes that a deployment has ended. */
    static void ended(String deploymentId) {
        RUNNING.remove(deploymentId);
    }

    /** Asks a deployment to stop, in the process where it runs or is about to run. */
    static final class Stop extends MasterToSlaveCallable<Void, RuntimeException> {

        private static final long serialVersionUID = 1L;

        private final String deploymentId;

        /** Does nothing yet. */
        Stop(String deploymentId) {
            this.deploymentId = deploymentId;
        }

        @Override
        public Void call() {
            cancellation(deploymentId).stop();
            return null;
        }
    }
}
