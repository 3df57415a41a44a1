package io.jenkins.plugins.bluegreen.process.command;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.process.slot.SlotProcessManager;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.Quoting;

/**
 * Has commands of the user's own start, look at and stop what is in a slot. What they were is written down in the slot, so that it is stopped
 * as it was started, whatever a later plan says.
 */
final class CommandProcessManager extends SlotProcessManager {

    private final Commands commands;

    CommandProcessManager(RemoteHost host, DeployPlan plan, Commands commands) {
        super(host, plan);
        this.commands = commands;
    }

    @Override
    public void start(Slot slot) throws HostException, InterruptedException {
        String own = commands.start();
        Command start = ownStart(
                slot.label(),
                plan.release().id(),
                plan.deploymentId(),
                own.isEmpty() ? plan.application().start().line() : own,
                environment(slot),
                port(slot),
                asKept(),
                commands.stop(),
                commands.status(),
                plan.health().expectRelease().asked() ? "yes" : "");
        host.require(start, ALONE, "The start command could not be run on " + host.name());
    }

    @Override
    public Command upkeepCommand() {
        return own("upkeep");
    }

    @Override
    public String stopByHand(Slot slot) {
        String place = plan.directory() + "/slots/" + slot.label();
        return "(. " + Quoting.quote(place + "/env") + " && sh " + Quoting.quote(place + "/stop.command") + ")";
    }
}
