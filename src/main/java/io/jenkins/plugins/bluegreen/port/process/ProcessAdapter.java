package io.jenkins.plugins.bluegreen.port.process;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.ProcessConfig;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;

/** One kind of process manager. It goes with the plan to where the deployment runs, and works there. */
public interface ProcessAdapter extends ProcessConfig {

    /** Returns what starts, watches, keeps up and stops the application of a plan on a host. */
    ProcessManager on(RemoteHost host, DeployPlan plan);
}
