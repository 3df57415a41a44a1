package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Progress;
import java.time.Duration;
import java.time.Instant;

/** Stops the old slot on one host, once nothing uses it any more. There is no way back from here, and an abort does not stop it. */
record RetireSlot(HostDeployment on, Slot slot, Progress progress, Patience patience) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration SAY_SO = Duration.ofSeconds(2);

    /** Waits until no connection to the old slot's port is established, or the time for that is over. */
    String drain() throws HostException, InterruptedException {
        Duration limit = on.plan().limits().drainTimeout();
        Instant begun = patience.now();
        boolean said = false;
        int open = on.connections(slot);
        while (open > 0 && patience.since(begun).compareTo(limit) < 0) {
            if (!said && patience.since(begun).compareTo(SAY_SO) >= 0) {
                said = true;
                progress.note(
                        on.name(),
                        "waiting for " + connections(open) + " to " + slot.label() + " (port "
                                + on.plan().slots().port(slot) + ") to end, at most " + TimeSpan.show(limit));
            }
            patience.pauseRegardless(LOOK_AGAIN);
            open = on.connections(slot);
        }
        return open == 0 ? "" : connections(open) + " still open after " + TimeSpan.show(limit);
    }

    /** Asks the old process to stop, and makes it stop if it does not. */
    String stop() throws HostException, InterruptedException {
        return switch (on.stop(slot, "")) {
            case "already" -> "it had ended before";
            case "kill" ->
                "killed, since it did not stop within "
                        + TimeSpan.show(on.plan().limits().stopTimeout());
            default -> "";
        };
    }

    private static String connections(int open) {
        return open == 1 ? "1 connection" : open + " connections";
    }
}
