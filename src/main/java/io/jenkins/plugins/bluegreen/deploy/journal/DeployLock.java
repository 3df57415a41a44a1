package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Deadline;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The lock of the application on one host, against all other deployments of it, from whichever controller. It is held by a
 * script with {@code flock(1)} for as long as our channel feeds it, so that it falls with us.
 */
public final class DeployLock implements AutoCloseable {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    // Longer than the 60 s after which the holding script gives up a peer that fell silent.
    private static final Duration RETAKE = Duration.ofSeconds(75);

    /** A host may notice so much later that a lock was let go. */
    private static final Duration LETTING_GO = Duration.ofSeconds(10);

    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final String HELD = "held=";
    private static final String BELONGS = "belongs=";

    private final ApplicationHost on;
    private final Lease lease;

    private DeployLock(ApplicationHost on, Lease lease) {
        this.on = on;
        this.lease = lease;
    }

    /**
     * Takes the lock, waiting for it as long as the limit allows.
     *
     * @throws HostException naming who has it
     */
    public static DeployLock take(ApplicationHost on, Cancellation cancellation, Progress progress, Duration limit)
            throws HostException, CancelledException, InterruptedException {
        return take(on, cancellation, progress, limit, Duration.ZERO);
    }

    /**
     * Does the same on one of many hosts: whoever has the lock may be letting it go just now, as it had tried all at once and not got them.
     *
     * @param letGo whether that may be we ourselves: over a link that stalls, the host hears of it only when it gives us up
     */
    public static DeployLock takeInTurn(
            ApplicationHost on, Cancellation cancellation, Progress progress, Duration limit, boolean letGo)
            throws HostException, CancelledException, InterruptedException {
        Duration longer = limit.compareTo(LETTING_GO) > 0 ? limit : LETTING_GO;
        return take(on, cancellation, progress, longer, letGo ? RETAKE : Duration.ZERO);
    }

    /** @param ours how long it may be ours */
    private static DeployLock take(
            ApplicationHost on, Cancellation cancellation, Progress progress, Duration limit, Duration ours)
            throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        boolean said = false;
        while (true) {
            Attempt attempt = attempt(on, cancellation, ANSWER);
            if (attempt.lock() != null) {
                return attempt.lock();
            }
            if (cancellation.since(begun).compareTo(attempt.ours() ? ours : limit) >= 0) {
                throw attempt.ours() ? sameHost(on) : held(on, attempt.holder());
            }
            if (!said && !attempt.ours()) {
                said = true;
                waiting(on, progress, attempt.holder(), limit);
            }
            cancellation.pause(TRY_AGAIN);
        }
    }

    /**
     * Takes the lock where nobody has it.
     *
     * @throws HostException if no deployment can work there
     */
    public static Optional<DeployLock> ifFree(ApplicationHost on, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        return Optional.ofNullable(attempt(on, cancellation, ANSWER).lock());
    }

    /**
     * Waits, as {@link #take} does, until nobody holds the lock; takes none.
     *
     * @throws HostException naming who has it
     */
    public static void awaitFree(ApplicationHost on, Cancellation cancellation, Progress progress, Duration limit)
            throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        boolean said = false;
        while (true) {
            Optional<LockHolder> holder = holder(on);
            if (holder.isEmpty()) {
                return;
            }
            if (cancellation.since(begun).compareTo(limit) >= 0) {
                throw held(on, holder.get().who());
            }
            if (!said) {
                said = true;
                waiting(on, progress, holder.get().who(), limit);
            }
            cancellation.pause(TRY_AGAIN);
        }
    }

    /** Tells whether nobody is seen to hold the lock; takes none, not even for a moment. */
    public static boolean isFree(ApplicationHost on) throws HostException, InterruptedException {
        return holder(on).isEmpty();
    }

    private static Optional<LockHolder> holder(ApplicationHost on) throws HostException, InterruptedException {
        return LockHolder.parse(
                on.name(),
                on.host().run(LockHolder.command(on.plan().directory()).looking(), ANSWER));
    }

    private static void waiting(ApplicationHost on, Progress progress, String holder, Duration limit) {
        progress.note(on.name(), "waiting for the deployment by " + holder + ", at most " + TimeSpan.show(limit));
    }

    /**
     * Takes back a lock that fell with its connection, to undo what was done under it. The server may notice the loss of the
     * connection a moment later than we do, so it is tried for a while.
     *
     * @throws HostException if another deployment has it by now, which then settles what we left
     */
    public static DeployLock retake(ApplicationHost on, Cancellation cancellation)
            throws HostException, InterruptedException {
        Instant begun = cancellation.now();
        while (true) {
            Attempt attempt = attemptRegardless(on);
            if (attempt.lock() != null) {
                return attempt.lock();
            }
            if (cancellation.since(begun).compareTo(RETAKE) >= 0) {
                throw held(on, attempt.holder());
            }
            cancellation.pauseRegardless(TRY_AGAIN);
        }
    }

    /**
     * What came of trying.
     *
     * @param lock null where somebody has it
     * @param holder who, or null
     * @param ours whether that is a script of this very deployment
     */
    record Attempt(DeployLock lock, String holder, boolean ours) {

        static Attempt held(String holder, boolean ours) {
            return new Attempt(null, holder, ours);
        }
    }

    /** @param cancellation wakes who waits here for a host that hangs, when the deployment is asked to stop */
    static Attempt attempt(ApplicationHost on, Cancellation cancellation, Duration limit)
            throws HostException, CancelledException, InterruptedException {
        Lease lease;
        try {
            lease = lease(on);
        } catch (HostException e) {
            cancellation.check();
            throw e;
        }
        Runnable giveUp = lease::close;
        cancellation.onStop(giveUp);
        Deadline deadline = new Deadline(lease::close, limit);
        Attempt made = null;
        try {
            made = read(on, lease);
            return made;
        } catch (HostException e) {
            cancellation.check();
            if (deadline.over()) {
                throw new HostException(on.name() + " did not answer within " + TimeSpan.show(limit) + " whether "
                        + on.plan().directory() + " can be locked; look whether the disk there hangs.");
            }
            throw e;
        } finally {
            deadline.close();
            cancellation.forget(giveUp);
            if (made == null || made.lock() == null) {
                lease.close();
            }
        }
    }

    private static Attempt attemptRegardless(ApplicationHost on) throws HostException, InterruptedException {
        try {
            return attempt(on, new Cancellation(), ANSWER);
        } catch (CancelledException e) {
            throw new IllegalStateException("nobody stops this", e);
        }
    }

    private static Attempt read(ApplicationHost on, Lease lease) throws HostException, InterruptedException {
        StringBuilder said = new StringBuilder();
        boolean ours = false;
        for (String line = lease.readLine(); line != null; line = lease.readLine()) {
            if (line.equals("locked")) {
                return new Attempt(new DeployLock(on, lease), null, true);
            }
            if (line.startsWith(HELD)) {
                return Attempt.held(line.substring(HELD.length()), ours);
            }
            if (line.startsWith(BELONGS)) {
                throw JournalFile.foreign(on, line.substring(BELONGS.length()));
            }
            ours |= line.equals("ours=yes");
            said.append(line).append('\n');
        }
        preflight(on).check(new CommandResult(1, said.toString(), ""));
        throw new HostException(
                app(on) + " cannot be locked in " + on.plan().directory()
                        + "; the directory must belong to the login user, or its parent be writable for it, and there must be room.",
                said.toString().strip());
    }

    /** Starts to hold the lock, or to tell why not, which may be what {@link HostPreflight} reads. */
    private static Lease lease(ApplicationHost on) throws HostException {
        Command lock = new DirectoryScripts(on.plan().directory(), DeployLock.class)
                .command(
                        "lock",
                        HostPreflight.before("lock"),
                        on.plan().owner().toString(),
                        on.plan().app().value());
        return on.host().hold(lock, HEARTBEAT);
    }

    private static HostPreflight preflight(ApplicationHost on) {
        return new HostPreflight(on.host(), on.plan().directory());
    }

    private static HostException sameHost(ApplicationHost on) {
        return new HostException(on.plan().directory() + " on " + on.name()
                + " is locked by this very deployment, so another one of its hosts is the same host, or has the same"
                + " directory mounted; name each host once, and give each a directory of its own.");
    }

    private static HostException held(ApplicationHost on, String holder) {
        return new HostException(app(on) + " is being deployed by " + holder
                + "; wait for that to end, or set lockTimeout to wait here.");
    }

    private static String app(ApplicationHost on) {
        return "The application " + on.plan().app() + " on " + on.name();
    }

    /** Tells whether it is still held, as far as that is known here. */
    public boolean held() {
        return lease.alive();
    }

    /** @throws HostException if it was lost, so that another deployment may have begun */
    public void check() throws HostException {
        if (!lease.alive()) {
            throw new HostException("The lock of " + on.plan().app() + " on " + on.name()
                    + " was lost, so another deployment may have begun there; deploy again.");
        }
    }

    @Override
    public void close() {
        lease.close();
    }
}
