package io.jenkins.plugins.bluegreen.port.process;

import java.time.Instant;
import java.util.Optional;

/**
 * What there is in a slot of one host.
 *
 * @param release the release that was last started in it
 * @param deployment the deployment that last started something in it
 * @param port the port that it was started on; nothing where that is not known
 * @param process what runs of that, as the host names it: a pid; nothing where it ended
 * @param since when that was started; nothing where it ended, and where that is not known
 * @param listener who listens on the slot's port
 * @param standby until when it stays as a standby, which traffic has left; nothing for what is none
 * @param restarts how often it was started again since its deployment, because it had ended; nothing for never
 */
public record SlotState(
        Optional<String> release,
        Optional<String> deployment,
        Optional<Integer> port,
        Optional<String> process,
        Optional<Instant> since,
        Listener listener,
        Optional<Instant> standby,
        Optional<Restarts> restarts) {

    /** One of which it is not known since when it runs, and that was never started again. */
    public SlotState(
            Optional<String> release,
            Optional<String> deployment,
            Optional<Integer> port,
            Optional<String> process,
            Listener listener) {
        this(release, deployment, port, process, Optional.empty(), listener, Optional.empty(), Optional.empty());
    }

    /** Tells whether something that the plugin started runs in it. */
    public boolean running() {
        return process.isPresent();
    }
}
