package io.jenkins.plugins.bluegreen.process.command;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;

/**
 * Commands of the user's own for each slot, run by {@code sh} with the application's environment.
 *
 * @param start starts it, and returns or stays; an empty text for the application's start command
 * @param stop ends it
 * @param status exits with 0 while it runs, and may print {@code pid=}
 */
public record CommandConfig(String start, String stop, String status) implements ProcessAdapter {

    /** @throws PlanException naming what is wrong */
    public CommandConfig {
        for (String each : new String[] {start, stop, status}) {
            if (each.indexOf('\0') >= 0) {
                throw new PlanException("A command of process: command(...) has a NUL character in it.");
            }
        }
    }

    /**
     * Reads what may be given; each may be null.
     *
     * @throws PlanException naming what is not given
     */
    public static CommandConfig of(String start, String stop, String status) {
        if (stop == null || status == null) {
            throw new NotGivenException("command." + (stop == null ? "stop" : "status") + " is not set");
        }
        return new CommandConfig(start == null ? "" : start, stop, status);
    }

    @Override
    public String kind() {
        return "command";
    }

    @Override
    public ProcessManager on(RemoteHost host, DeployPlan plan) {
        return new CommandProcessManager(host, plan, this);
    }
}
