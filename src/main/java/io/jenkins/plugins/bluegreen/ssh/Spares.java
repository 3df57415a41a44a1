package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.Sessions.Channels;
import io.jenkins.plugins.bluegreen.ssh.jsch.LateOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Shells that wait on a host for a script. To open a channel, to start a shell in it, and to feed that, each take a round trip, since
 * OpenSSH takes no input before (its window is empty until then); the first two are over when the script is there. Each shell runs one
 * script, as one that is started for it does.
 *
 * <p>Nothing depends on them: one that dies while it waits is no failure, and a server that wants their places for something else gets them.
 */
final class Spares {

    /** So many, since one is ready after two round trips, in which two scripts that take one each were run. */
    private static final int KEPT = 3;

    /** Longer than two round trips to anywhere, and than a shell takes to start. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** A line that no shell does anything for. It is taken only once there is a shell, which a server does not tell otherwise. */
    private static final int NOTHING = '\n';

    private final Channels channels;
    private final Consumer<Channel> discard;
    private final Deque<Spare> ready = new ArrayDeque<>();
    private int opening;

    /** So many of those that are being opened are not waited for. */
    private int late;

    /** How often all that were there were too old. */
    private int age;

    private int waiting;
    private int wanted;
    private int most = KEPT;

    /**
     * Opens none yet.
     *
     * @param discard closes one without waiting for it
     */
    Spares(Channels channels, Consumer<Channel> discard) {
        this.channels = channels;
        this.discard = discard;
    }

    /** One shell, which nobody has fed yet. */
    static final class Spare {

        private final ChannelExec channel;
        private final LateOutput out = new LateOutput();
        private final LateOutput err = new LateOutput();

        private Spare(ChannelExec channel) {
            this.channel = channel;
            channel.setCommand("sh");
            channel.setOutputStream(out);
            channel.setErrStream(err);
        }

        ChannelExec channel() {
            return channel;
        }

        /** Has what it writes go there; where it has died, these are closed at once. */
        void into(OutputStream output, OutputStream errors) throws IOException {
            out.into(output);
            err.into(errors);
        }

        private boolean alive() {
            return channel.isConnected() && !channel.isClosed() && !channel.isEOF();
        }
    }

    /** Has one there for whoever runs the first script, such as that of a look, which mostly is the only one. */
    void beginWithOne() {
        want(1);
    }

    /** From now on some are kept. */
    void begin() {
        want(KEPT);
    }

    private synchronized void want(int number) {
        wanted = Math.max(wanted, number);
        refill();
    }

    /** Returns one, if there is any, or is about to be for none who asked before: that is sooner than another one. */
    synchronized Optional<Spare> take() {
        awaitOne();
        Spare next = ready.poll();
        while (next != null && !next.alive()) {
            discard.accept(next.channel);
            next = ready.poll();
        }
        if (wanted < KEPT) {
            // It was for the first script.
            wanted = 0;
        }
        refill();
        return Optional.ofNullable(next);
    }

    private void awaitOne() {
        long begun = System.nanoTime();
        long left = SOON.toMillis();
        boolean forAnother = opening - late <= waiting;
        waiting++;
        try {
            while (!forAnother && ready.isEmpty() && opening > late && most > 0 && left > 0) {
                wait(left);
                left = SOON.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
        }
        if (left <= 0) {
            // They are that slow to come, or hosts that hang keep all who open any: nobody else waits for these.
            late = opening;
        }
    }

    /** Lets none be used that is there by now: what ran on the host may have changed what a shell finds when it is started. */
    void renew() {
        List<Spare> old;
        synchronized (this) {
            old = List.copyOf(ready);
            ready.clear();
            age++;
            late = opening;
        }
        old.forEach(spare -> discard.accept(spare.channel));
    }

    /**
     * Gives up their places, which the server wants for something else, for good.
     *
     * @return whether there were any
     */
    boolean giveUp() {
        List<Spare> left;
        boolean any;
        synchronized (this) {
            left = List.copyOf(ready);
            ready.clear();
            // One that is being opened has a place, whether it is still wanted or not.
            any = opening > 0 || !left.isEmpty();
            most = 0;
            notifyAll();
        }
        left.forEach(spare -> discard.accept(spare.channel));
        return any;
    }

    private void refill() {
        while (ready.size() + opening < Math.min(wanted, most)) {
            opening++;
            SshThreads.beside(this::open);
        }
    }

    private void open() {
        int begun;
        synchronized (this) {
            begun = age;
        }
        if (!wanted()) {
            // Others were opened before for so long that it would take a place by now which something else needs.
            opened(null, begun);
            return;
        }
        Spare spare = null;
        ChannelExec channel = null;
        try {
            channel = channels.make(ChannelExec.class, "exec");
            Spare next = new Spare(channel);
            channel.connect();
            OutputStream in = channel.getOutputStream();
            in.write(NOTHING);
            in.flush();
            spare = next;
        } catch (HostException | JSchException | IOException | RuntimeException e) {
            // The server lets no more be open, or the connection is over: whoever needs one hears why.
            if (channel != null) {
                discard.accept(channel);
            }
        }
        opened(spare, begun);
    }

    private synchronized boolean wanted() {
        return most > 0;
    }

    private void opened(Spare spare, int begun) {
        boolean kept;
        synchronized (this) {
            opening--;
            late = Math.min(late, opening);
            notifyAll();
            kept = spare != null && most > 0 && begun == age;
            if (kept) {
                ready.add(spare);
            } else if (spare == null || most == 0) {
                most = Math.max(0, most - 1);
            }
        }
        if (spare != null && !kept) {
            discard.accept(spare.channel);
        }
    }
}
