package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.TrafficRouter;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Waits until nothing uses the old slot any more, by what is seen, and no longer than the plan allows: all that is waited for
 * here has one limit together.
 *
 * <p>A worker of nginx that was replaced may yet send a request to the old slot, for example when it has read all of a slow
 * upload, so its end is waited for even where no connection is seen. Of a connection it cannot be seen whether it is in use: its
 * queues in {@code /proc/net/tcp} are empty also while the application works on a request.
 */
record Drain(Duration limit, Instant begun, Progress progress, Cancellation cancellation) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration SAY_SO = Duration.ofSeconds(2);

    /** Something to look at. */
    private interface Look {
        /** Returns what is left, for a reader; an empty text for nothing. */
        String left() throws HostException, InterruptedException;
    }

    /** Waits until the workers that nginx replaced at the switch have ended. */
    String workers(TrafficRouter proxy) throws HostException, InterruptedException {
        return await(
                proxy.name(),
                () -> workers(proxy.oldWorkers()),
                "; each serves a client to the end of what was begun, or to nginx's worker_shutdown_timeout");
    }

    /** Waits until no connection to the old slot's port is established. */
    String connections(ApplicationHost on, Slot slot) throws HostException, InterruptedException {
        String to = " to " + slot.label() + " (port " + on.plan().slots().port(slot) + ")";
        return await(
                on.name(),
                () -> connections(on.connections(slot), to),
                "; where those are idle ones of nginx's upstream, 'keepalive_timeout 2s;' there ends them early");
    }

    private String await(String host, Look look, String explanation) throws HostException, InterruptedException {
        boolean said = false;
        String left = look.left();
        while (!left.isEmpty() && cancellation.since(begun).compareTo(limit) < 0) {
            if (!said && cancellation.since(begun).compareTo(SAY_SO) >= 0) {
                said = true;
                progress.note(host, "waiting for " + left + " to end, at most " + TimeSpan.show(limit) + explanation);
            }
            cancellation.pauseRegardless(LOOK_AGAIN);
            left = look.left();
        }
        return left.isEmpty() ? "" : left + " still there after " + TimeSpan.show(limit) + explanation;
    }

    private static String workers(List<Long> pids) {
        if (pids.isEmpty()) {
            return "";
        }
        String list = pids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return pids.size() == 1 ? "nginx's old worker " + list : "nginx's old workers " + list;
    }

    private static String connections(int open, String to) {
        if (open == 0) {
            return "";
        }
        return (open == 1 ? "1 connection" : open + " connections") + to;
    }
}
