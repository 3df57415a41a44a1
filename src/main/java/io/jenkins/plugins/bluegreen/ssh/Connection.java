package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Logger;
import com.jcraft.jsch.Session;
import io.jenkins.plugins.bluegreen.plan.Target;
import io.jenkins.plugins.bluegreen.site.HostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An SSH connection that is logged in, and what its channels have in common. */
final class Connection implements AutoCloseable {

    private static final Duration HANDSHAKE_READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /** A silent peer is asked every 10 s, and given up after 40 s by JSch or, where JSch is stuck in a write, after 45 s here. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static final int KEEP_ALIVES_UNANSWERED = 3;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    private final String name;
    private final Wire wire;
    private final Session session;

    private Connection(String name, Wire wire, Session session) {
        this.name = name;
        this.wire = wire;
        this.session = session;
    }

    /**
     * Connects, checks the host key, and only then logs in.
     *
     * @param knownHosts the files to go by where the login brings no host keys
     */
    static Connection open(Target target, SshLogin login, List<Path> knownHosts) throws HostException {
        MultiReleaseClasses.complete();
        HostKeys hostKeys = HostKeys.of(target, login.hostKeys(), knownHosts);
        Authentication authentication = new Authentication(target, login);
        JSch jsch = new JSch();
        jsch.setInstanceLogger(new Silence());
        try {
            Session session = jsch.getSession(authentication.user(), target.host(), target.port());
            configure(session);
            hostKeys.install(jsch);
            authentication.install(jsch, session);
            Wire wire = Wire.to(target);
            session.setSocketFactory(wire);
            try {
                session.connect((int) HANDSHAKE_READ_TIMEOUT.toMillis());
            } catch (JSchException e) {
                wire.end("the handshake failed");
                throw failure(target, e, session, hostKeys, authentication);
            }
            wire.expectSignsOfLifeEvery(LONGEST_SILENCE);
            return new Connection(target.toString(), wire, session);
        } catch (JSchException e) {
            throw new HostException("SSH to " + target + " cannot be set up: " + e.getMessage() + ".", "", e);
        }
    }

    private static void configure(Session session) throws JSchException {
        session.setConfig("StrictHostKeyChecking", "yes");
        // Otherwise a host with several keys would show one that is not known, although another one is.
        session.setConfig("prefer_known_host_key_types", "yes");
        // Most CPUs do AES-GCM in hardware, cipher and integrity check in one go.
        for (String direction : List.of("cipher.c2s", "cipher.s2c")) {
            List<String> ciphers =
                    new ArrayList<>(Arrays.asList(session.getConfig(direction).split(",")));
            ciphers.sort((a, b) -> Boolean.compare(b.contains("-gcm@"), a.contains("-gcm@")));
            session.setConfig(direction, String.join(",", ciphers));
        }
        session.setDaemonThread(true);
        session.setServerAliveInterval((int) KEEP_ALIVE.toMillis());
        session.setServerAliveCountMax(KEEP_ALIVES_UNANSWERED);
    }

    private static HostException failure(
            Target target, JSchException e, Session session, HostKeys hostKeys, Authentication authentication)
            throws HostException {
        if (session.getHostKey() != null) {
            HostException refusal = hostKeys.refusal(session.getHostKey(), session.getHostKeyRepository());
            if (refusal != null) {
                return refusal;
            }
        }
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Auth ") || message.startsWith("USERAUTH")) {
            return authentication.refused(e);
        }
        String reason = message.replaceFirst("^Session\\.connect: ", "");
        return new HostException("The SSH handshake with " + target + " failed (" + reason
                + "); check that an SSH server listens there and which algorithms it allows.");
    }

    /** Returns the host as the console names it. */
    String name() {
        return name;
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
            wire.over().get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw because(e);
        } catch (TimeoutException e) {
            // It has not ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
            CompletableFuture.anyOf(answer, wire.over()).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return answer.get();
        } catch (TimeoutException e) {
            throw new HostException(tooLate);
        } catch (ExecutionException e) {
            throw because(e);
        }
    }

    private static HostException because(ExecutionException e) {
        return e.getCause() instanceof HostException known
                ? known
                : new HostException(String.valueOf(e.getCause().getMessage()), "", e.getCause());
    }

    /** Tells whether the connection has ended. */
    boolean over() {
        return wire.over().isDone();
    }

    /** Closes a channel, without waiting for it. */
    void discard(Channel channel) {
        if (!channel.isClosed() || channel.isConnected()) {
            SshThreads.work(channel::disconnect);
        }
    }

    @Override
    public void close() {
        wire.closing();
        CompletableFuture<Void> polite = CompletableFuture.runAsync(session::disconnect, SshThreads::work);
        try {
            polite.get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // A write is stuck. Without its socket it is not.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wire.end("it was closed");
    }

    /** JSch logs names, keys and algorithms. */
    private static final class Silence implements Logger {

        @Override
        public boolean isEnabled(int level) {
            return false;
        }

        @Override
        public void log(int level, String message) {
            // Not enabled.
        }
    }
}
