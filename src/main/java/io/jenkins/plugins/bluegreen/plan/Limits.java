package io.jenkins.plugins.bluegreen.plan;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long the parts of a deployment may take, and how much is kept.
 *
 * @param observe how long the new slot is looked at after the switch before the old one is retired; zero for not at all
 * @param stopTimeout from the polite request to stop (SIGTERM) to the forced one (SIGKILL)
 * @param drainTimeout how long the old slot may be waited for until nothing uses it any more
 * @param lockTimeout how long to wait while another deployment of the application is under way; zero fails at once
 * @param keepReleases how many releases stay on a host, 1 to 1,000, those in use not counted
 */
public record Limits(
        Duration observe, Duration stopTimeout, Duration drainTimeout, Duration lockTimeout, int keepReleases)
        implements Serializable {

    /** @throws PlanException for a count out of range */
    public Limits {
        if (keepReleases < 1 || keepReleases > 1_000) {
            throw new PlanException("keepReleases is " + keepReleases + "; it is a number from 1 to 1000.");
        }
    }
}
