package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Logger;
import com.jcraft.jsch.Session;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.PortClosedException;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostKeys;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.login.Authentication;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a connection begins: it is made, then the host proves by its key who it is, and only then we log in. */
final class Handshake {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /** A silent peer is asked every 10 s, and given up after 40 s by JSch or, where JSch is stuck in a write, after 45 s here. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static final int KEEP_ALIVES_UNANSWERED = 3;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    private final Target target;
    private final Connection jump;
    private final HostKeys hostKeys;
    private final Authentication authentication;
    private final JSch jsch = new JSch();

    private Handshake(SshRoute route, Connection jump, List<Path> knownHosts) throws HostException {
        this.target = route.target();
        this.jump = jump;
        this.hostKeys = HostKeys.of(target, route.login().trust(), knownHosts);
        this.authentication = new Authentication(target, route.login());
        jsch.setInstanceLogger(new Silence());
    }

    /**
     * Connects, through the jump hosts that are on the way.
     *
     * @param knownHosts the files to go by where a login brings no host keys
     */
    static Connection perform(SshRoute route, List<Path> knownHosts) throws HostException {
        MultiReleaseClasses.complete();
        Connection jump = route.via() == null ? null : perform(route.via(), knownHosts);
        try {
            return new Handshake(route, jump, knownHosts).connect();
        } catch (HostException e) {
            if (jump != null) {
                jump.close();
            }
            throw e;
        }
    }

    /** Lets the host prove a key, whichever it has, and leaves. */
    static KnownHostsLine askForKey(SshRoute route, List<Path> knownHosts) throws HostException {
        MultiReleaseClasses.complete();
        Connection jump = route.via() == null ? null : perform(route.via(), knownHosts);
        try {
            return new Handshake(route, jump, knownHosts).takeKey();
        } finally {
            if (jump != null) {
                jump.close();
            }
        }
    }

    private Connection connect() throws HostException {
        try {
            Session session = jsch.getSession(authentication.user(), target.host(), target.port());
            configure(session);
            hostKeys.install(jsch);
            authentication.install(jsch, session);
            SshTransport transport = transport();
            session.setSocketFactory(transport);
            try {
                session.connect((int) READ_TIMEOUT.toMillis());
            } catch (JSchException e) {
                transport.end("the handshake failed");
                throw failure(e, session);
            }
            transport.expectSignsOfLifeEvery(LONGEST_SILENCE);
            return new Connection(target.toString(), transport, session, jump);
        } catch (JSchException e) {
            throw new HostException("SSH to " + target + " cannot be set up: " + e.getMessage() + ".", "", e);
        }
    }

    /** JSch refuses every key, since none is known to it, and that is before the login. */
    private KnownHostsLine takeKey() throws HostException {
        try {
            Session session = jsch.getSession(authentication.user(), target.host(), target.port());
            configure(session);
            SshTransport transport = transport();
            session.setSocketFactory(transport);
            try {
                session.connect((int) READ_TIMEOUT.toMillis());
                throw new IllegalStateException("JSch trusted " + target);
            } catch (JSchException e) {
                HostKey offered = session.getHostKey();
                if (offered == null) {
                    throw failure(e, session);
                }
                return KnownHostsLine.of(target, offered.getType(), offered.getKey());
            } finally {
                session.disconnect();
                transport.end("its key was all that was wanted");
            }
        } catch (JSchException e) {
            throw new HostException("SSH to " + target + " cannot be set up: " + e.getMessage() + ".", "", e);
        }
    }

    private SshTransport transport() throws HostException {
        return jump == null ? SshTransport.to(target) : through(jump);
    }

    /** Connects through a host that is logged in to. Ends with the connection to that one. */
    private SshTransport through(Connection jump) throws HostException {
        try {
            Tunnel tunnel = Tunnel.to(jump, target.host(), target.port(), SshTransport.CONNECT_TIMEOUT);
            SshTransport transport = SshTransport.over(target.toString(), new TunnelSocket(tunnel));
            jump.whenOver(() -> transport.end("the one to its jump host " + jump.name() + " did"));
            return transport;
        } catch (PortClosedException e) {
            throw new HostException(
                    "Cannot connect to " + target.host() + " port " + target.port() + " from the jump host "
                            + jump.name() + "; check the host, its SSH port and the firewall between.");
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

    private HostException failure(JSchException e, Session session) throws HostException {
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
