package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.journal.DeployLock;
import io.jenkins.plugins.bluegreen.deploy.journal.LockOrder;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The locks of one application on its hosts, which one deployment has. Closing frees all. */
final class Locks implements AutoCloseable {

    /** Of more hosts than so many, those behind the first one are locked at once where that can be. */
    private static final int MANY = 4;

    private final String step;
    private final Map<ApplicationHost, DeployLock> held = new LinkedHashMap<>();

    /**
     * Takes none yet.
     *
     * @param step what taking one is called
     */
    Locks(String step) {
        this.step = step;
    }

    /**
     * Takes them, in an order that does not depend on how they were named, so that two deployments
     * never wait for each other.
     *
     * @param limit how long to wait for all locks together
     */
    void take(List<ApplicationHost> app, UndoLog undoLog, Cancellation cancellation, Progress progress, Duration limit)
            throws HostException, CancelledException, InterruptedException {
        List<ApplicationHost> inOrder = LockOrder.of(app, cancellation);
        boolean many = inOrder.size() > MANY;
        AtomicBoolean letGo = new AtomicBoolean();
        Instant begun = cancellation.now();
        for (ApplicationHost on : inOrder) {
            if (many && on == inOrder.get(1) && allFree(inOrder.subList(1, inOrder.size()), cancellation)) {
                letGo.set(lockWhatIsFree(inOrder, undoLog, cancellation));
            }
            if (!held.containsKey(on)) {
                undoLog.perform(on.name(), step, () -> {
                    Duration left = held.isEmpty() ? limit : left(limit, cancellation.since(begun));
                    held.put(
                            on,
                            many
                                    ? DeployLock.takeInTurn(on, cancellation, progress, left, letGo.get())
                                    : DeployLock.take(on, cancellation, progress, left));
                    return "";
                });
            }
        }
        // One that came while the last were taken at once is heard of by none of them.
        cancellation.check();
    }

    /** A lock that is taken for a moment keeps others from it: so none is where it is seen that somebody has one of them. */
    private static boolean allFree(List<ApplicationHost> hosts, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        AtomicBoolean free = new AtomicBoolean(true);
        InParallel.each(hosts, cancellation, on -> {
            if (!DeployLock.isFree(on)) {
                free.set(false);
            }
        });
        return free.get();
    }

    /**
     * Who has the first lock mostly gets all others, so they are taken at once. Where somebody has got one of them since it was looked, those
     * that come behind it are let go again, so that what is waited for is waited for in the order all the same.
     *
     * @return whether any was let go
     */
    private boolean lockWhatIsFree(List<ApplicationHost> inOrder, UndoLog undoLog, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        Map<ApplicationHost, DeployLock> taken = new ConcurrentHashMap<>(held);
        boolean all = false;
        try {
            InParallel.each(
                    inOrder.subList(1, inOrder.size()),
                    cancellation,
                    on -> undoLog.perform(on.name(), step, () -> {
                        Optional<DeployLock> lock = DeployLock.ifFree(on, cancellation);
                        lock.ifPresent(free -> taken.put(on, free));
                        return lock.isPresent() ? "" : "somebody has it";
                    }));
            all = true;
        } finally {
            boolean inARow = all;
            for (ApplicationHost on : inOrder.subList(1, inOrder.size())) {
                inARow &= taken.containsKey(on);
                if (inARow) {
                    held.put(on, taken.get(on));
                } else if (taken.containsKey(on)) {
                    taken.get(on).close();
                }
            }
        }
        return !held.keySet().containsAll(taken.keySet());
    }

    /** Waits, taking none, until nobody has one of them. */
    static void awaitFree(List<ApplicationHost> app, Cancellation cancellation, Progress progress, Duration limit)
            throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        for (ApplicationHost on : LockOrder.of(app, cancellation)) {
            DeployLock.awaitFree(on, cancellation, progress, left(limit, cancellation.since(begun)));
        }
    }

    private static Duration left(Duration limit, Duration waited) {
        Duration left = limit.minus(waited).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** What is to be seen on a host whose lock was taken again. */
    interface Again {
        void on(ApplicationHost host) throws HostException, InterruptedException;
    }

    /** Takes those again that fell with their connection, and sees to each before the next one is taken. */
    void retakeLost(Cancellation cancellation, Again seen) throws HostException, InterruptedException {
        for (Map.Entry<ApplicationHost, DeployLock> each : held.entrySet()) {
            if (!each.getValue().held()) {
                each.getValue().close();
                each.setValue(DeployLock.retake(each.getKey(), cancellation));
                seen.on(each.getKey());
            }
        }
    }

    /** Returns the hosts that are locked. */
    List<ApplicationHost> hosts() {
        return List.copyOf(held.keySet());
    }

    /** Tells whether all are ours, as far as that is known here. */
    boolean held() {
        return held.values().stream().allMatch(DeployLock::held);
    }

    /** Throws if one was lost, for then somebody else may be deploying. */
    void check() throws HostException {
        for (DeployLock lock : held.values()) {
            lock.check();
        }
    }

    @Override
    public void close() {
        held.values().forEach(DeployLock::close);
    }
}
