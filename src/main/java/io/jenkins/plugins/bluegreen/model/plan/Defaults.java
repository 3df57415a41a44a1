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
    public static final Map<String, String> OF_DEPLOYMENT = Map.ofEntries(
            Map.entry("startCommand", StartCommand.DEFAULT),
            Map.entry("startTimeout", "200s"),
            Map.entry("observe", "5s"),
            Map.entry("measureEvery", "400ms"),
            Map.entry("frontDoorTimeout", FrontDoorRequest.DEFAULT_TIMEOUT),
            Map.entry("warmUpTime", "2s"),
            Map.entry("stopTimeout", "30s"),
            Map.entry("drainTimeout", "30s"),
            Map.entry("lockTimeout", "0s"),
            Map.entry("keepReleases", "5"),
            Map.entry("holdEnds", Hold.Ends.DISCARD.label()),
            Map.entry("keepPrevious", "0s"),
            Map.entry("hookTimeout", Hooks.DEFAULT_TIMEOUT),
            Map.entry("hookHosts", Hooks.FIRST));

    private Defaults() {}
}
