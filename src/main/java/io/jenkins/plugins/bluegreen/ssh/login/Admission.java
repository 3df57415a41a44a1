package io.jenkins.plugins.bluegreen.ssh.login;

import io.jenkins.plugins.bluegreen.model.value.Target;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many logins this machine begins at once. An SSH server takes but so many that have not proven yet who they are, and turns more away,
 * at random from the tenth on (MaxStartups in sshd_config(5)); a jump host sees those to all hosts behind it.
 */
public final class Admission {

    /** Fewer than ten, to one server: others may log in as well. */
    private static final int TO_ONE = 8;

    /** What a login costs is arithmetic on both sides, of which more at once are not done sooner. */
    static final int TO_ALL = 64;

    /** Who hangs does not keep the others for good; they may be turned away then, and try again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Hosts that hang may have all these places, and who looks at others has seconds; more at once cost no more than time. */
    private static final Duration COURTESY = Duration.ofSeconds(5);

    private static final Map<String, Semaphore> SERVERS = new ConcurrentHashMap<>();
    private static final Semaphore ALL = new Semaphore(TO_ALL, true);

    private final Semaphore server;
    private final boolean ofServer;
    private boolean ofAll;

    private Admission(Semaphore server, boolean ofServer) {
        this.server = server;
        this.ofServer = ofServer;
    }

    /** Waits until one more login to a server may begin; its place is its own until it is {@link #over}. Only the thread that logs in uses it. */
    public static Admission to(Target target) {
        Semaphore server =
                SERVERS.computeIfAbsent(target.host() + ":" + target.port(), name -> new Semaphore(TO_ONE, true));
        return new Admission(server, acquired(server, PATIENCE));
    }

    /** The server took the connection: from now on the login is work for this machine, which one that nobody answers is not. */
    public void connected() {
        ofAll = ofAll || acquired(ALL, COURTESY);
    }

    private static boolean acquired(Semaphore places, Duration patience) {
        try {
            return places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The login came to its end, or will not. */
    public void over() {
        if (ofServer) {
            server.release();
        }
        if (ofAll) {
            ALL.release();
        }
    }
}
