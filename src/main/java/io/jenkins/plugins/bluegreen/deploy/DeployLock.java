package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.site.Hold;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import java.time.Duration;
import java.time.Instant;

/**
 * The lock of the application on one host, against all other deployments of it, from whichever controller. It is held by a
 * script with {@code flock(1)} for as long as our channel feeds it, so that it falls with us.
 */
final class DeployLock implements AutoCloseable {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final String HELD = "held=";

    private final HostDeployment on;
    private final Hold hold;

    private DeployLock(HostDeployment on, Hold hold) {
        this.on = on;
        this.hold = hold;
    }

    /**
     * Takes the lock, waiting for it as long as the plan allows.
     *
     * @throws HostException naming who has it
     */
    static DeployLock take(HostDeployment on, Patience patience) throws HostException, Stopped, InterruptedException {
        Instant begun = patience.now();
        while (true) {
            Hold hold = on.holdLock();
            String line = hold.readLine();
            if ("locked".equals(line)) {
                return new DeployLock(on, hold);
            }
            hold.close();
            String app = "The application " + on.plan().app() + " on " + on.name();
            if (line == null || !line.startsWith(HELD)) {
                throw new HostException(app + " cannot be locked in " + on.plan().directory()
                        + "; the directory must belong to the login user, or its parent be writable for it.", line == null ? "" : line);
            }
            if (patience.since(begun).compareTo(on.plan().limits().lockTimeout()) >= 0) {
                throw new HostException(app + " is being deployed by " + line.substring(HELD.length())
                        + "; wait for that to end, or set lockTimeout to wait here.");
            }
            patience.pause(TRY_AGAIN);
        }
    }

    void check() throws HostException {
        if (!hold.alive()) {
            throw new HostException("The lock of " + on.plan().app() + " on " + on.name()
                    + " was lost, so another deployment may have begun there; deploy again.");
        }
    }

    @Override
    public void close() {
        hold.close();
    }
}
