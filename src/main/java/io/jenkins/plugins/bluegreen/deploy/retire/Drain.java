package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;
import java.time.Instant;

/**
 * Waits until nothing uses the old slot any more, by what is seen, and no longer than the plan allows: all that is waited for
 * here has one limit together.
 *
 * <p>What a switch left of a router may yet send a request to the old slot, for example when it has read all of a slow upload, so
 * its end is waited for even where no connection is seen. Of a connection it cannot be seen whether it is in use: its
 * queues in {@code /proc/net/tcp} are empty also while the application works on a request.
 */
record Drain(Duration limit, Instant begun, Progress progress, Cancellation cancellation, RouterTerms terms) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration SAY_SO = Duration.ofSeconds(2);

    /** Something to look at. */
    private interface Look {
        /** Returns what is left, for a reader; an empty text for nothing. */
        String left() throws HostException, InterruptedException;
    }

    /** Begins to count the time that the plan allows. */
    static Drain begin(DeployContext context) {
        return new Drain(
                context.plan().limits().drainTimeout(),
                context.cancellation().now(),
                context.progress(),
                context.cancellation(),
                context.cluster().routers().get(0).terms());
    }

    /** Waits until nothing of a router serves any more as it did before the switch. */
    String router(TrafficRouter router) throws HostException, InterruptedException {
        return await(router.name(), router::undrained, "; " + terms.leftoversStay());
    }

    /** Waits until no connection to the old slot's port is established. */
    String connections(ApplicationHost on, Slot slot) throws HostException, InterruptedException {
        String to = " to " + on.plan().shown(slot);
        return await(
                on.name(), () -> connections(on.processes().connections(slot), to), "; " + terms.idleConnections());
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

    private static String connections(int open, String to) {
        if (open == 0) {
            return "";
        }
        return (open == 1 ? "1 connection" : open + " connections") + to;
    }
}
