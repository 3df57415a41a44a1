package io.jenkins.plugins.bluegreen.jenkins.form;

import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import java.util.Map;

/** What holds for a field that neither the job nor the global configuration sets, as one would write it there. */
final class Defaults {

    /** Without retries and interval the pace adapts. */
    static final Map<String, String> OF_HEALTH_CHECK = Map.of(
            "scheme", "http",
            "path", "/",
            "status", StatusRange.DEFAULT,
            "successes", "1",
            "timeout", "5s",
            "initialDelay", "0s");

    private Defaults() {}

    /** Returns those of a deployment with a front door, or without one. */
    static Map<String, String> ofDeployment(boolean frontDoor) {
        return Map.of(
                "startCommand", StartCommand.DEFAULT,
                "startTimeout", "200s",
                "observe", Limits.observe(frontDoor),
                "measureEvery", "50ms",
                "warmUpTime", "2s",
                "stopTimeout", "30s",
                "drainTimeout", "30s",
                "lockTimeout", "0s",
                "keepReleases", "5");
    }
}
