package io.jenkins.plugins.bluegreen.process.systemd;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.process.slot.SlotProcessManager;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.util.List;

/**
 * Has systemd run what is in a slot, as an instance of a template that the host's administrator wrote. The control group of the unit tells its
 * processes from all others of the host. What was started in a slot before it was systemd's is stopped as it was started.
 */
public final class SystemdProcessManager extends SlotProcessManager {

    private final UnitFile file;

    /**
     * Does nothing yet.
     *
     * @param host where the application runs
     * @param plan of which application, and which release
     * @param file of which units
     */
    SystemdProcessManager(RemoteHost host, DeployPlan plan, UnitFile file) {
        super(host, plan);
        this.file = file;
    }

    @Override
    public void check() throws HostException, InterruptedException {
        CommandResult found = host.require(
                own("check", file.scope().label(), file.unit(Slot.BLUE), file.unit(Slot.GREEN)),
                SHORT,
                "What systemd on " + host.name() + " knows of " + file.units() + " could not be found out");
        List<String> faults = new UnitCheck(file, found).faults();
        if (!faults.isEmpty()) {
            throw new HostException(
                    "systemd on " + host.name() + " cannot run " + file.units() + " yet: " + String.join("; ", faults)
                            + ".",
                    file.of(found.value("user").orElse("")).configuration());
        }
    }

    @Override
    public void start(Slot slot) throws HostException, InterruptedException {
        Command start = ownStart(
                slot.label(),
                plan.release().id(),
                plan.deploymentId(),
                Quoting.quote(plan.application().start().line()),
                environment(slot),
                port(slot),
                asKept(),
                file.unit(slot),
                file.scope().label());
        host.require(start, ALONE, file.unit(slot) + " could not be started on " + host.name());
    }

    @Override
    public Command upkeepCommand() {
        return own("upkeep");
    }

    @Override
    public String stopByHand(Slot slot) {
        boolean system = file.scope() == Scope.SYSTEM;
        return (system ? "sudo systemctl" : "systemctl --user") + " disable --now " + file.unit(slot);
    }
}
