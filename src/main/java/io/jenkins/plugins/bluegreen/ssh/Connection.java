package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.PackedScript;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An SSH connection that is logged in, and what its channels have in common. */
final class Connection implements AutoCloseable {

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final String name;
    private final SshTransport transport;
    private final Session session;
    private final Connection jump;
    private final Sessions sessions;
    private final Spares spares;
    private volatile String greeting = "";
    private volatile boolean unpacks;

    /** @param jump what this connection goes through, and closes with itself; null if it is direct */
    Connection(String name, SshTransport transport, Session session, Connection jump) {
        this.name = name;
        this.transport = transport;
        this.session = session;
        this.jump = jump;
        this.spares = new Spares(this::channel, this::discard);
        this.sessions = new Sessions(name, this::channel, spares::giveUp);
    }

    /** Returns the host as the console names it. */
    String name() {
        return name;
    }

    /** Returns who is logged in. */
    String user() {
        return session.getUserName();
    }

    /** Returns what the login shell there prints before any command, as far as that is known; mostly an empty text. */
    String greeting() {
        return greeting;
    }

    /** Notes what it prints. */
    void greeting(String printed) {
        greeting = printed;
    }

    /** Notes whether a shell there unpacks what it is fed. */
    void unpacks(boolean can) {
        unpacks = can;
    }

    /** Returns what a shell there is fed to run a script. */
    String fed(String script) {
        return unpacks ? PackedScript.of(script) : script;
    }

    /** Returns the channels in which something runs. */
    Sessions sessions() {
        return sessions;
    }

    /** Returns the shells that wait for a script. */
    Spares spares() {
        return spares;
    }

    /** Returns how many bytes have come. */
    long received() {
        return transport.received();
    }

    /** Makes a channel that is not connected yet. */
    <C extends Channel> C channel(Class<C> kind, String type) throws HostException {
        try {
            Channel channel = session.openChannel(type);
            if (channel != null) {
                return kind.cast(channel);
            }
            check();
            throw new HostException("The SSH connection to " + name + " opens no channels of type " + type + ".");
        } catch (JSchException e) {
            check();
            throw new HostException(
                    "The SSH connection to " + name + " cannot be used: " + e.getMessage() + ".", "", e);
        }
    }

    /**
     * Says why the connection ended, if it did. JSch closes the channels a moment before that is known, so it is waited for.
     *
     * @throws HostException if it did
     */
    void check() throws HostException {
        try {
            transport.over().get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw because(e);
        } catch (TimeoutException e) {
            // It has not ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells whether the connection has ended, or ends just now. */
    boolean gone() {
        try {
            check();
            return false;
        } catch (HostException e) {
            return true;
        }
    }

    /**
     * Waits for an answer that comes over this connection.
     *
     * @param tooLate what to say if it does not come in time
     * @throws HostException if it failed, came too late, or the connection ended first
     */
    <T> T await(CompletableFuture<T> answer, Duration limit, String tooLate)
            throws HostException, InterruptedException {
        try {
            CompletableFuture.anyOf(answer, transport.over()).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return answer.get();
        } catch (TimeoutException e) {
            throw new HostException(tooLate);
        } catch (ExecutionException e) {
            throw because(e);
        }
    }

    private static HostException because(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException defect) {
            throw defect;
        }
        return e.getCause() instanceof HostException known
                ? known
                : new HostException(String.valueOf(e.getCause().getMessage()), "", e.getCause());
    }

    /** Tells whether the connection has ended. */
    boolean over() {
        return transport.over().isDone();
    }

    /** Calls once the connection has ended. */
    void whenOver(Runnable then) {
        transport.over().whenComplete((nothing, why) -> then.run());
    }

    /** Closes a channel, without waiting for it. */
    void discard(Channel channel) {
        if (!channel.isClosed() || channel.isConnected()) {
            SshThreads.work(channel::disconnect);
        }
    }

    @Override
    public void close() {
        transport.closing();
        CompletableFuture<Void> polite = CompletableFuture.runAsync(session::disconnect, SshThreads::work);
        try {
            polite.get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // A write is stuck. Without its socket it is not.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        transport.end("it was closed");
        if (jump != null) {
            jump.close();
        }
    }
}
