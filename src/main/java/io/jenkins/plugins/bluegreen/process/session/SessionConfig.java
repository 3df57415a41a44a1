package io.jenkins.plugins.bluegreen.process.session;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.ByteSize;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import java.util.Map;

/**
 * A session of its own for each slot.
 *
 * @param restarts whether it is started again after it ended, once it was deployed
 * @param logLimit how large its log may get until a new one is begun, in bytes
 * @param keepLogs how many logs before that are kept, 0 to 99
 * @param byCron whether the login user's crontab starts it after a reboot
 */
public record SessionConfig(boolean restarts, long logLimit, int keepLogs, boolean byCron) implements ProcessAdapter {

    /** What is said where a parameter is not given, by its name. */
    public static final Map<String, String> DEFAULTS = Map.of("restart", "always", "logLimit", "50MB", "keepLogs", "3");

    /** What holds where nothing is given. */
    public static final SessionConfig DEFAULT = of(null, null, null, null);

    private static final String CRON = "cron";
    private static final long LEAST_LIMIT = 10_000;
    private static final int MOST_LOGS = 99;

    /** @throws PlanException naming the field that is wrong */
    public SessionConfig {
        if (keepLogs < 0 || keepLogs > MOST_LOGS) {
            throw new PlanException(
                    "session.keepLogs is " + keepLogs + "; it is a number from 0 to " + MOST_LOGS + ".");
        }
    }

    /**
     * Reads what may be given; each may be null.
     *
     * @param restart {@code always} or {@code never}
     * @param logLimit a size such as {@code 50MB}
     * @param keepLogs a number
     * @param atBoot {@code cron}, or nothing
     * @throws PlanException naming what is wrong
     */
    public static SessionConfig of(String restart, String logLimit, Integer keepLogs, String atBoot) {
        if (atBoot != null && !atBoot.equals(CRON)) {
            throw new PlanException("session.atBoot is '" + atBoot + "'; it is " + CRON
                    + ", or left out where something else starts the application after a reboot.");
        }
        return new SessionConfig(
                restarts(restart == null ? DEFAULTS.get("restart") : restart),
                ByteSize.parse("session.logLimit", logLimit == null ? DEFAULTS.get("logLimit") : logLimit, LEAST_LIMIT),
                keepLogs == null ? Integer.parseInt(DEFAULTS.get("keepLogs")) : keepLogs,
                atBoot != null);
    }

    private static boolean restarts(String restart) {
        return switch (restart) {
            case "always" -> true;
            case "never" -> false;
            default -> throw new PlanException("session.restart is '" + restart + "'; it is always or never.");
        };
    }

    @Override
    public String kind() {
        return "session";
    }

    @Override
    public ProcessManager on(RemoteHost host, DeployPlan plan) {
        return new SessionProcessManager(
                host, plan, new SessionProcessManager.Upkeep(restarts, logLimit, keepLogs, byCron));
    }
}
