package io.jenkins.plugins.bluegreen.jenkins.run;

import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.security.MasterToSlaveCallable;

/** The deployments that run in this process, so that they can be asked to stop. */
final class RunningDeployments {

    private static final Map<String, Cancellation> RUNNING = new ConcurrentHashMap<>();

    private RunningDeployments() {}

    /** Notes that a deployment runs here, and returns what stops it. */
    static Cancellation begun(String deploymentId) {
        Cancellation cancellation = new Cancellation();
        RUNNING.put(deploymentId, cancellation);
        return cancellation;
    }

    /** Notes that it has ended, unless another run of it has begun since. */
    static void ended(String deploymentId, Cancellation cancellation) {
        RUNNING.remove(deploymentId, cancellation);
    }

    /** Asks a deployment to stop, and returns whether it runs in this process. */
    static final class Stop extends MasterToSlaveCallable<Boolean, RuntimeException> {

        private static final long serialVersionUID = 1L;

        private final String deploymentId;

        /** Does nothing yet. */
        Stop(String deploymentId) {
            this.deploymentId = deploymentId;
        }

        @Override
        public Boolean call() {
            Cancellation running = RUNNING.get(deploymentId);
            if (running != null) {
                running.stop();
            }
            return running != null;
        }
    }
}
