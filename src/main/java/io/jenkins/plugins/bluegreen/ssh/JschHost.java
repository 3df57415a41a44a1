package io.jenkins.plugins.bluegreen.ssh;

import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostKeys;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** A host over SSH: one connection, and a channel of it for each operation. */
public final class JschHost implements RemoteHost {

    private final Connection connection;
    private final String identity;
    private final AtomicBoolean ran = new AtomicBoolean();

    private JschHost(Connection connection, String identity) {
        this.connection = connection;
        this.identity = identity;
    }

    /**
     * Logs in, once the host has proven by a known key that it is the right one.
     *
     * @throws HostException if it cannot be reached, is not known, has another key than the known one, refuses the login,
     *     or runs no commands
     */
    public static RemoteHost connect(Target target, SshLogin login) throws HostException {
        return connect(SshRoute.direct(target, login));
    }

    /**
     * Does the same through jump hosts, each of which has to be known and is logged in to. A thread that is interrupted waits no
     * longer, whatever hangs: what comes of it is closed.
     *
     * @throws HostException as {@link #connect(Target, SshLogin)}, for each of them, and if the thread is interrupted, which it stays
     */
    public static RemoteHost connect(SshRoute route) throws HostException {
        CompletableFuture<JschHost> made = new CompletableFuture<>();
        SshThreads.work(() -> make(route, made));
        try {
            return made.get();
        } catch (InterruptedException e) {
            if (!made.cancel(false)) {
                // It was made at this very moment.
                made.thenAccept(JschHost::close);
            }
            Thread.currentThread().interrupt();
            throw new HostException(
                    "The connection to " + route.target() + " was given up, since nobody wants it any more.");
        } catch (ExecutionException e) {
            throw because(e.getCause());
        }
    }

    private static void make(SshRoute route, CompletableFuture<JschHost> made) {
        try {
            JschHost host = loggedIn(route, () -> !made.isDone());
            if (!made.complete(host)) {
                host.close();
            }
        } catch (HostException | RuntimeException | Error e) {
            made.completeExceptionally(e);
        }
    }

    private static Connection handshake(SshRoute route, BooleanSupplier wanted) throws HostException {
        return Handshake.perform(route, HostKeys.filesOfThisAccount(), wanted);
    }

    private static JschHost loggedIn(SshRoute route, BooleanSupplier wanted) throws HostException {
        Connection connection = handshake(route, wanted);
        JschHost host = null;
        try {
            connection.spares().beginWithOne();
            host = new JschHost(connection, LoginShell.ask(connection, () -> handshake(route, wanted)));
            return host;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("The login to " + connection.name() + " was interrupted.", "", e);
        } finally {
            if (host == null) {
                connection.close();
            }
        }
    }

    /** Returns what another thread met, so that it is met here; a defect with where it was asked for. */
    private static HostException because(Throwable cause) {
        if (cause instanceof HostException known) {
            return known;
        }
        throw new IllegalStateException(cause);
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public CommandResult run(Command command, Duration limit) throws HostException, InterruptedException {
        // For one alone, such as of a look, there is one.
        if (ran.getAndSet(true)) {
            connection.spares().begin();
        }
        return new Execution(connection, command).run(limit);
    }

    @Override
    public Lease hold(Command command, Duration heartbeat) throws HostException {
        connection.spares().begin();
        return LeaseScript.start(connection, command, heartbeat);
    }

    @Override
    public void renew() {
        connection.spares().renew();
    }

    @Override
    public void upload(Content source, String destination, LongConsumer sent)
            throws HostException, InterruptedException {
        new Upload(connection, source, destination, sent).run();
    }

    @Override
    public ByteStream connect(int port, Duration timeout) throws HostException {
        return Tunnel.toLoopback(connection, port, timeout);
    }

    @Override
    public ByteStream connect(String socket, Duration timeout) throws HostException {
        return Tunnel.toSocket(connection, socket, timeout);
    }

    @Override
    public void close() {
        connection.close();
    }
}
