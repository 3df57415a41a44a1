package io.jenkins.plugins.bluegreen.process.session;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.process.slot.SlotProcessManager;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.util.List;
import java.util.Optional;

/**
 * Runs what is in a slot as a session of its own (setsid(2)) of the login user. The session's number and start time, written down by
 * its leader, tell its processes from all others of the host.
 */
final class SessionProcessManager extends SlotProcessManager {

    /**
     * How what runs is kept up.
     *
     * @param restarts whether it is started again after it ended
     * @param logLimit how large its log may get, in bytes
     * @param keepLogs how many logs before that are kept
     * @param byCron whether the login user's crontab starts it after a reboot
     */
    record Upkeep(boolean restarts, long logLimit, int keepLogs, boolean byCron) {}

    private final Upkeep upkeep;
    private final SessionScripts scripts;

    /**
     * Does nothing yet.
     *
     * @param host where the application runs
     * @param plan of which application, and which release
     * @param upkeep how it is kept up
     */
    SessionProcessManager(RemoteHost host, DeployPlan plan, Upkeep upkeep) {
        super(host, plan);
        this.upkeep = upkeep;
        this.scripts = new SessionScripts(plan.directory());
    }

    @Override
    public void start(Slot slot) throws HostException, InterruptedException {
        Command start = scripts.start(
                slot.label(),
                plan.release().id(),
                plan.deploymentId(),
                plan.application().start().line(),
                environment(slot),
                port(slot),
                asKept(),
                upkeep.restarts() ? "always" : "never",
                Long.toString(upkeep.logLimit()),
                Integer.toString(upkeep.keepLogs()));
        host.require(start, ALONE, "The start command could not be run on " + host.name());
    }

    @Override
    public Optional<List<String>> keepUp(Slot slot) throws HostException, InterruptedException {
        return keepUp(slot, scripts.atBoot("keep-up", slot.label(), boot(), scripts.startLive()));
    }

    @Override
    public Command upkeepCommand() {
        return scripts.atBoot("upkeep", boot());
    }

    @Override
    public String stopByHand(Slot slot) {
        String record = plan.directory() + "/slots/" + slot.label() + "/process";
        return "kill -- -$(sed -n 's/^pid=//p' " + Quoting.quote(record) + ")";
    }

    private String boot() {
        return upkeep.byCron() ? "cron" : "";
    }
}
