package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import java.util.Map;

/** What holds for a parameter of a deployment that nobody gives, by its name and as one would write it. */
public final class Defaults {

    /** Those of a health check; without retries and interval its pace adapts. */
    public static final Map<String, String> OF_HEALTH_CHECK = Map.of(
            "scheme", "http",
            "path", "/",
            "status", StatusRange.DEFAULT,
            "successes", "1",
            "timeout", "5s",
            "initialDelay", "0s");

    /** Those of a deployment. */
    public static final Map<String, String> OF_DEPLOYMENT = Map.of(
            "startCommand", StartCommand.DEFAULT,
            "startTimeout", "200s",
            "observe", "5s",
            "measureEvery", "400ms",
            "frontDoorTimeout", FrontDoorRequest.DEFAULT_TIMEOUT,
            "warmUpTime", "2s",
            "stopTimeout", "30s",
            "drainTimeout", "30s",
            "lockTimeout", "0s",
            "keepReleases", "5");

    private Defaults() {}
}
