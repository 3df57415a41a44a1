package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.jsch.LateOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Shells that wait on a host for a script. To open a channel, to start a shell in it, and to feed that, each take a round trip, since
 * OpenSSH takes no input before (its window is empty until then); the first two are over when the script is there. Each shell runs one
 * script, as one that is started for it does.
 */
final class Spares {

    /** While one runs a script that takes a round trip, the next one is ready, and that after it, which takes two, nearly so. */
    private static final int KEPT = 2;

    private final Connection connection;
    private final Deque<Spare> ready = new ArrayDeque<>();
    private int opening;
    private boolean wanted;
    private boolean refused;

    Spares(Connection connection) {
        this.connection = connection;
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

        /** Returns its channel, and has what it writes go there. */
        ChannelExec into(OutputStream output, OutputStream errors) throws IOException {
            out.into(output);
            err.into(errors);
            return channel;
        }

        private boolean alive() {
            return channel.isConnected() && !channel.isClosed() && !channel.isEOF();
        }
    }

    /** From now on some are kept. */
    synchronized void begin() {
        wanted = true;
        refill();
    }

    /** Returns one, if there is any. */
    synchronized Optional<Spare> take() {
        Spare next = ready.poll();
        while (next != null && !next.alive()) {
            connection.discard(next.channel);
            next = ready.poll();
        }
        refill();
        return Optional.ofNullable(next);
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
            refused = true;
            left = List.copyOf(ready);
            ready.clear();
            any = opening > 0 || !left.isEmpty();
        }
        left.forEach(spare -> connection.discard(spare.channel));
        return any;
    }

    private void refill() {
        while (wanted && !refused && ready.size() + opening < KEPT) {
            opening++;
            SshThreads.work(this::open);
        }
    }

    private void open() {
        Spare spare = null;
        try {
            Spare next = new Spare(connection.channel(ChannelExec.class, "exec"));
            next.channel.connect();
            spare = next;
        } catch (HostException | JSchException | RuntimeException e) {
            // The server lets no more be open, or the connection is over: whoever needs one hears why.
            refuse();
        }
        keep(spare);
    }

    private synchronized void refuse() {
        refused = true;
    }

    private void keep(Spare spare) {
        boolean kept;
        synchronized (this) {
            opening--;
            kept = spare != null && !refused;
            if (kept) {
                ready.add(spare);
            }
        }
        if (spare != null && !kept) {
            connection.discard(spare.channel);
        }
    }
}
