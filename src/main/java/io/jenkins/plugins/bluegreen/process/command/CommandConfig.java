package io.jenkins.plugins.bluegreen.process.command;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;

/**
 * Commands of the user's own for each slot, run by {@code sh} with the application's environment.
 *
 * @param commands which ones
 */
public record CommandConfig(Commands commands) implements ProcessAdapter {

    /**
     * Reads what may be given; each may be null.
     *
     * @throws NotGivenException naming what is not given
     */
    public static CommandConfig of(String start, String stop, String status) {
        if (stop == null || status == null) {
            throw new NotGivenException("command." + (stop == null ? "stop" : "status") + " is not set");
        }
        return new CommandConfig(new Commands(start == null ? "" : start, stop, status));
    }

    @Override
    public String kind() {
        return "command";
    }

    @Override
    public ProcessManager on(RemoteHost host, DeployPlan plan) {
        return new CommandProcessManager(host, plan, commands);
    }
}
