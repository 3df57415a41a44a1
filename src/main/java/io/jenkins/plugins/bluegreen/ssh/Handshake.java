package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.Session;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.PortClosedException;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostKeys;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.jsch.Mismatch;
import io.jenkins.plugins.bluegreen.ssh.jsch.MultiReleaseClasses;
import io.jenkins.plugins.bluegreen.ssh.jsch.SshLog;
import io.jenkins.plugins.bluegreen.ssh.login.Admission;
import io.jenkins.plugins.bluegreen.ssh.login.Authentication;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** How a connection begins: it is made, then the host proves by its key who it is, and only then we log in. */
final class Handshake {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /** A silent peer is asked every 10 s, and given up after 40 s by JSch or, where JSch is stuck in a write, after 45 s here. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static final int KEEP_ALIVES_UNANSWERED = 3;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    /** A peer that hangs up is asked again so often, after pauses that grow up to so many times the first one. */
    private static final int TRIES = 6;

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int LONGEST_PAUSE = 5;

    /** What OpenSSH says of it (drop_connection in sshd.c). */
    private static final String FULL = "MaxStartups";

    /** One that says that too many log in is asked for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Target target;
    private final Connection jump;
    private final HostKeys hostKeys;
    private final Authentication authentication;
    private final JSch jsch = new JSch();
    private final SshLog log;
    private Admission admission;

    private Handshake(SshRoute route, Connection jump, List<Path> knownHosts, boolean whole) throws HostException {
        this.target = route.target();
        this.jump = jump;
        this.hostKeys = HostKeys.of(target, route.login().trust(), knownHosts);
        this.authentication = new Authentication(target, route.login(), whole);
        this.log = new SshLog(target.toString());
        jsch.setInstanceLogger(SshLog.SILENCE);
    }

    /** What a handshake is made for. */
    private interface Purpose<T> {
        T by(Handshake handshake) throws HostException;
    }

    /** The peer hung up before it had shown its key, as a server does that many others log in to at once. */
    private static final class HungUpException extends HostException {

        private static final long serialVersionUID = 1L;

        private final String said;

        HungUpException(String sentence, String said) {
            super(sentence);
            this.said = said;
        }

        /** Who says why would say it again, unless it is that others are before us. */
        boolean again(int tries, long begun) {
            boolean mayPass = said.contains(FULL)
                    ? System.nanoTime() - begun < PATIENCE.toNanos()
                    : said.isEmpty() && tries < TRIES;
            return mayPass && !Thread.currentThread().isInterrupted();
        }
    }

    /** The login was refused, in which not every question was asked: it is tried once more. */
    private static final class RefusedInShortException extends HostException {

        private static final long serialVersionUID = 1L;

        RefusedInShortException(Target target) {
            super("The login to " + target + " was refused.");
        }
    }

    /**
     * Connects, through the jump hosts that are on the way.
     *
     * @param knownHosts the files to go by where a login brings no host keys
     * @param wanted tells whether somebody still waits for it
     */
    static Connection perform(SshRoute route, List<Path> knownHosts, BooleanSupplier wanted) throws HostException {
        Connection jump = route.via() == null ? null : perform(route.via(), knownHosts, wanted);
        Connection connection = null;
        try {
            connection = logIn(route, jump, knownHosts, wanted);
            return connection;
        } finally {
            if (connection == null && jump != null) {
                jump.close();
            }
        }
    }

    /** Who is refused after a question was left out asks once more, with all of them. */
    private static Connection logIn(SshRoute route, Connection jump, List<Path> knownHosts, BooleanSupplier wanted)
            throws HostException {
        try {
            return patiently(() -> new Handshake(route, jump, knownHosts, false), Handshake::connect, wanted);
        } catch (RefusedInShortException e) {
            return patiently(() -> new Handshake(route, jump, knownHosts, true), Handshake::connect, wanted);
        }
    }

    /** Lets the host prove a key, whichever it has, and leaves. */
    static KnownHostsLine askForKey(SshRoute route, List<Path> knownHosts) throws HostException {
        BooleanSupplier wanted = () -> !Thread.currentThread().isInterrupted();
        Connection jump = route.via() == null ? null : perform(route.via(), knownHosts, wanted);
        try {
            return patiently(() -> new Handshake(route, jump, knownHosts, true), Handshake::takeKey, wanted);
        } finally {
            if (jump != null) {
                jump.close();
            }
        }
    }

    /** Makes a handshake. */
    private interface Beginning {
        Handshake begin() throws HostException;
    }

    private static <T> T patiently(Beginning beginning, Purpose<T> purpose, BooleanSupplier wanted)
            throws HostException {
        MultiReleaseClasses.complete();
        long begun = 0;
        for (int tries = 1; ; tries++) {
            Handshake handshake = beginning.begin();
            Admission admission = Admission.to(handshake.target);
            handshake.admission = admission;
            if (tries == 1) {
                // What it waited for before that were our own logins, which no server turns away.
                begun = System.nanoTime();
            }
            try {
                if (!wanted.getAsBoolean()) {
                    throw new HostException("Nobody wants the connection to " + handshake.target + " any more.");
                }
                return purpose.by(handshake);
            } catch (HungUpException e) {
                if (!e.again(tries, begun)) {
                    throw e;
                }
            } finally {
                admission.over();
            }
            SshThreads.rest(PAUSE.multipliedBy(Math.min(tries, LONGEST_PAUSE)));
        }
    }

    private Connection connect() throws HostException {
        boolean connected = false;
        SshTransport transport = null;
        try {
            Session session = session();
            hostKeys.install(jsch);
            authentication.install(jsch, session);
            transport = transport();
            session.setSocketFactory(transport);
            try {
                session.connect((int) READ_TIMEOUT.toMillis());
            } catch (JSchException e) {
                throw failure(e, session, transport);
            }
            transport.expectSignsOfLifeEvery(LONGEST_SILENCE);
            log.onLastWords(transport::givenUp);
            connected = true;
            return new Connection(target.toString(), transport, session, jump);
        } catch (JSchException e) {
            throw new HostException("SSH to " + target + " cannot be set up: " + e.getMessage() + ".", "", e);
        } finally {
            if (!connected && transport != null) {
                transport.end("the handshake failed");
            }
        }
    }

    /** JSch refuses every key, since none is known to it, and that is before the login. */
    private KnownHostsLine takeKey() throws HostException {
        try {
            Session session = session();
            SshTransport transport = transport();
            session.setSocketFactory(transport);
            try {
                session.connect((int) READ_TIMEOUT.toMillis());
                throw new IllegalStateException("JSch trusted " + target);
            } catch (JSchException e) {
                HostKey offered = session.getHostKey();
                if (offered == null) {
                    throw failure(e, session, transport);
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

    private Session session() throws HostException, JSchException {
        Session session = jsch.getSession(authentication.user(), target.host(), target.port());
        session.setLogger(log);
        configure(session);
        return session;
    }

    private SshTransport transport() throws HostException {
        SshTransport transport = jump == null ? SshTransport.to(target) : through(jump);
        admission.connected();
        return transport;
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

    private HostException failure(JSchException e, Session session, SshTransport transport) throws HostException {
        if (session.getHostKey() != null) {
            HostException refusal = hostKeys.refusal(session.getHostKey(), session.getHostKeyRepository());
            if (refusal != null) {
                return refusal;
            }
        }
        String message = String.valueOf(e.getMessage());
        if (log.loginBegun() && (e instanceof JSchSessionDisconnectException || transport.hungUp())) {
            return authentication.hungUp(
                    e instanceof JSchSessionDisconnectException farewell ? farewell.getDescription() : "");
        }
        if (message.startsWith("Auth ") || message.startsWith("USERAUTH")) {
            return authentication.shortened()
                    ? new RefusedInShortException(target)
                    : authentication.refused(e, log::tried);
        }
        if (e instanceof JSchAlgoNegoFailException mismatch) {
            return Mismatch.of(target.toString(), mismatch);
        }
        boolean lost = e.getCause() instanceof IOException && !(e.getCause() instanceof SocketTimeoutException);
        String said = transport.greeting().isEmpty() ? "" : "; it said '" + transport.greeting() + "'";
        if (session.getHostKey() == null && (lost || transport.hungUp())) {
            return hungUp(said);
        }
        String reason = e.getCause() instanceof SocketTimeoutException
                ? "it takes connections, but nothing came for " + TimeSpan.show(READ_TIMEOUT)
                : message.replaceFirst("^Session\\.connect: ", "");
        return new HostException("The SSH handshake with " + target + " failed (" + reason + said
                + "); check that an SSH server listens there, and its load.");
    }

    private HungUpException hungUp(String said) {
        return new HungUpException(
                "The SSH handshake with " + target + " failed (the peer hung up before it had shown a key" + said
                        + "); check that an SSH server listens there, whether more log in at once than it allows"
                        + " (MaxStartups in sshd_config), and whether it turns away where this comes from.",
                said);
    }
}
