package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The channels of a connection in which something runs there. A server lets only so many be open at once ({@code MaxSessions} in
 * sshd_config(5)), and counts one until what ran in it has ended: so one that is refused is asked for again for a while.
 */
final class Sessions {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final int LONGEST_PAUSE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What was given up goes on there to its own end, which mostly is near. */
    private static final Duration PATIENCE_WITH_A_REST = Duration.ofSeconds(60);

    /** Reasons that may pass (RFC 4254, 5.1): OpenSSH gives the first one, others the second one. */
    private static final int CONNECT_FAILED = 2;

    private static final int RESOURCE_SHORTAGE = 4;

    /** What JSch says of each of them. */
    private static final String NOT_OPENED = "channel is not opened.";

    /** Makes a channel that is not connected yet. */
    interface Channels {
        <C extends Channel> C make(Class<C> kind, String type) throws HostException;
    }

    private final String host;
    private final Channels channels;
    private final BooleanSupplier spare;
    private final AtomicInteger running = new AtomicInteger();
    private volatile long hope;

    /**
     * Opens none yet.
     *
     * @param host the host as the console names it
     * @param spare gives up what only may be open, and tells whether there was any
     */
    Sessions(String host, Channels channels, BooleanSupplier spare) {
        this.host = host;
        this.channels = channels;
        this.spare = spare;
        this.hope = System.nanoTime();
    }

    /**
     * Opens one, on a thread that may block.
     *
     * @param name what it is for, for messages
     * @param prepare gets each channel before it is asked for
     * @param wanted tells whether somebody still waits for it
     * @throws HostException if the server goes on refusing it
     * @throws JSchException if what was to run in it does not begin
     */
    <C extends Channel> void open(Class<C> kind, String type, String name, Consumer<C> prepare, BooleanSupplier wanted)
            throws HostException, JSchException {
        hopeFor(PATIENCE);
        for (int tries = 1; wanted.getAsBoolean(); tries++) {
            C channel = channels.make(kind, type);
            prepare.accept(channel);
            try {
                channel.connect();
                return;
            } catch (JSchException e) {
                if (!NOT_OPENED.equals(e.getMessage())) {
                    throw e;
                }
                // Whatever the reason is called: OpenSSH calls it failed, others prohibited.
                boolean given = spare.getAsBoolean();
                if (given) {
                    hopeFor(PATIENCE);
                }
                if (!given && !mayPass(channel) || running.get() == 0 && System.nanoTime() - hope > 0) {
                    throw refused(name, e);
                }
            }
            SshThreads.rest(FIRST_PAUSE.multipliedBy(Math.min(tries, LONGEST_PAUSE)));
        }
    }

    /** JSch keeps the reason where the exit status would be. */
    private static boolean mayPass(Channel refused) {
        return refused.getExitStatus() == CONNECT_FAILED || refused.getExitStatus() == RESOURCE_SHORTAGE;
    }

    private HostException refused(String name, Exception e) {
        return new HostException(
                "The SSH server on " + host + " did not start '" + name + "' (" + e.getMessage()
                        + "); it may allow no command, or not the two at once that a deployment needs"
                        + " ('MaxSessions 2' in sshd_config).",
                "",
                e);
    }

    private void hopeFor(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        if (until - hope > 0) {
            hope = until;
        }
    }

    /** Something begins that ends by itself: its place is waited for. */
    void begun() {
        running.incrementAndGet();
    }

    /**
     * It ended here.
     *
     * @param there whether it ended there as well
     */
    void ended(boolean there) {
        hopeFor(there ? PATIENCE : PATIENCE_WITH_A_REST);
        running.decrementAndGet();
    }
}
