package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Has the release that serves now be started again from now on, after a crash and after a reboot, instead of the one before. Until then
 * it is what ran before that comes back after a reboot, and a crash fails the deployment.
 *
 * @param slot where it runs
 * @param oldRuns whether something ran in the other slot on this host, which an undo has be kept up again
 */
public record KeepUp(ApplicationHost on, Slot slot, boolean oldRuns) implements Step {

    private static final Duration LOOK = Duration.ofSeconds(60);

    @Override
    public String host() {
        return on.name();
    }

    @Override
    public String name() {
        return "keep " + slot.label() + " up";
    }

    @Override
    public String run() throws HostException, InterruptedException {
        Optional<List<String>> lacking = on.processes().keepUp(slot);
        if (lacking.isEmpty()) {
            StartedProcess process = new StartedProcess(on, slot);
            process.lookAlive("right before it was to be kept up");
            throw process.failure("ended right before it was to be kept up", "");
        }
        return String.join("; ", lacking.get());
    }

    /** Returns what is not kept up on a host all the same, a sentence each. */
    public static List<String> lacking(ApplicationHost on) throws HostException, InterruptedException {
        CommandResult found = on.host().run(on.processes().upkeepCommand(), LOOK);
        return on.processes().notKeptUp(found);
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        if (oldRuns && on.processes().keepUp(slot.other()).isEmpty()) {
            throw new HostException(on.notStartedAgain(slot.other()));
        }
    }
}
