package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stops the old slot on its hosts, which nothing uses any more, or leaves it there as a standby for a while. There is no way back from here, and
 * an abort does not stop it.
 *
 * @param keep for how long it stays as a standby; zero for not at all
 */
public record RetireSlot(OldSlot old, Duration keep) {

    /** How the end of it is called on each host. */
    public static final String PRUNE = "prune releases";

    /**
     * Returns how the stop is called, or what is done instead.
     *
     * @param adopted whether it was started by hand, and so can be no standby
     */
    public List<String> steps(boolean adopted) {
        if (keep.isZero()) {
            return List.of(stop());
        }
        return adopted ? List.of(standby(), stop()) : List.of(standby());
    }

    private String stop() {
        return "stop " + old.shown();
    }

    private String standby() {
        return "keep " + old.shown() + " as a standby for " + TimeSpan.show(keep);
    }

    /**
     * Stops and prunes; where that fails on one host, the others are still retired.
     *
     * @return until when it stays as a standby; nothing where it does not
     */
    public Optional<Instant> run() throws HostException, CancelledException, InterruptedException {
        Map<ApplicationHost, String> known = old.processes();
        DeployContext context = old.context();
        UndoLog undoLog = context.undoLog();
        Queue<Instant> until = new ConcurrentLinkedQueue<>();
        InParallel.eachToItsEnd(context.cluster().app(), on -> {
            if (known.containsKey(on)) {
                leave(on, known.get(on)).ifPresent(until::add);
            }
            int keepReleases = on.plan().limits().keepReleases();
            undoLog.perform(on.name(), PRUNE, () -> on.releases().prune(keepReleases) + " removed");
        });
        return until.stream().min(Comparator.naturalOrder());
    }

    private Optional<Instant> leave(ApplicationHost on, String started)
            throws HostException, CancelledException, InterruptedException {
        UndoLog undoLog = old.context().undoLog();
        if (!keep.isZero()) {
            Standing standing = new Standing(on, started);
            undoLog.perform(on.name(), standby(), standing::begin);
            if (standing.until != null) {
                return Optional.of(standing.until);
            }
        }
        undoLog.perform(on.name(), stop(), () -> stop(on, started));
        return Optional.empty();
    }

    /** What is made a standby on one host. */
    private final class Standing {

        private final ApplicationHost on;
        private final String started;
        private Instant until;

        Standing(ApplicationHost on, String started) {
            this.on = on;
            this.started = started;
        }

        String begin() throws HostException, InterruptedException {
            old.context().cluster().checkLocks();
            until = on.processes()
                    .standBy(old.slot(), started, keep, old.context().cluster().switches(on))
                    .orElse(null);
            return until == null ? "nothing there can be one" : "until " + TimeSpan.clock(until);
        }
    }

    /** Asks the old process to stop, and makes it stop if it does not. */
    private String stop(ApplicationHost on, String started) throws HostException, InterruptedException {
        old.context().cluster().checkLocks();
        return switch (on.processes().stop(old.slot(), started)) {
            case ALREADY -> "it had ended before";
            case KILLED ->
                "killed, since it did not stop within "
                        + TimeSpan.show(on.plan().limits().stopTimeout());
            case ASKED -> "";
        };
    }
}
