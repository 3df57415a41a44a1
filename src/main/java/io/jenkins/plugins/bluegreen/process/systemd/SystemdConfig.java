package io.jenkins.plugins.bluegreen.process.systemd;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A unit of systemd for each slot, of one template.
 *
 * @param unit the name of the template before the {@code @}; an empty text for that of the application
 * @param scope whose manager it is
 */
public record SystemdConfig(String unit, Scope scope) implements ProcessAdapter {

    /** What holds where no scope is given. */
    public static final String DEFAULT_SCOPE = "system";

    /** What systemd takes (systemd.unit(5)), but for what a shell, or the line for sudo, would take otherwise. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,199}");

    /** @throws PlanException naming the field that is wrong */
    public SystemdConfig {
        if (!unit.isEmpty() && !NAME.matcher(unit).matches() || unit.endsWith(".service")) {
            throw new PlanException(
                    "systemd.unit is '" + unit
                            + "'; it is the template's name before the @, such as backend for backend@.service: letters, digits, '.', '_' and '-'.");
        }
    }

    /**
     * Reads what may be given; each may be null.
     *
     * @param scope {@code system} or {@code user}
     * @throws PlanException naming what is wrong
     */
    public static SystemdConfig of(String unit, String scope) {
        for (Scope each : Scope.values()) {
            if (each.label().equals(scope == null ? DEFAULT_SCOPE : scope)) {
                return new SystemdConfig(unit == null ? "" : unit, each);
            }
        }
        throw new PlanException("systemd.scope is '" + scope + "'; it is system or user.");
    }

    @Override
    public String kind() {
        return "systemd";
    }

    /**
     * Returns what is to be written on a host for it.
     *
     * @param user who logs in; an empty text where that is not known
     * @param stopTimeout how long the application may take to end
     */
    public UnitFile file(ApplicationName application, String directory, String user, Duration stopTimeout) {
        return new UnitFile(
                application, unit.isEmpty() ? application.value() : unit, scope, directory, user, stopTimeout);
    }

    @Override
    public String log(ApplicationName application, String directory, Slot slot) {
        return "the journal (journalctl " + (scope == Scope.USER ? "--user-unit " : "-u ")
                + file(application, directory, "", Duration.ZERO).unit(slot) + ")";
    }

    @Override
    public ProcessManager on(RemoteHost host, DeployPlan plan) {
        return new SystemdProcessManager(
                host, plan, file(plan.app(), plan.directory(), "", plan.limits().stopTimeout()));
    }
}
