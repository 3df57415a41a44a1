package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.EnvVars;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;

/** What a deployment of a freestyle build came to, for the build's later steps. */
public final class DeploymentAction extends InvisibleAction implements EnvironmentContributingAction {

    private final String deploymentId;
    private final String release;
    private final Slot live;
    private final int livePort;
    private final int previousPort;

    /** Keeps of the outcome what later steps may ask for. */
    DeploymentAction(Outcome outcome) {
        deploymentId = outcome.deploymentId();
        release = outcome.releaseId();
        live = outcome.live();
        livePort = outcome.livePort();
        previousPort = outcome.previousPort();
    }

    @Override
    public void buildEnvironment(Run<?, ?> run, EnvVars env) {
        env.put("BLUE_GREEN_DEPLOYMENT", deploymentId);
        env.put("BLUE_GREEN_RELEASE", release);
        if (live != null) { // what is held may be the first of all
            env.put("BLUE_GREEN_LIVE_SLOT", live.label());
            env.put("BLUE_GREEN_LIVE_PORT", Integer.toString(livePort));
        }
        if (previousPort == 0) {
            env.remove("BLUE_GREEN_PREVIOUS_PORT"); // an earlier deployment of the same build may have put one
        } else {
            env.put("BLUE_GREEN_PREVIOUS_PORT", Integer.toString(previousPort));
        }
    }
}
