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

    /** Returns those of a deployment. */
    static Map<String, String> of(DeploySettings settings) {
        return Map.of(
                "startCommand", StartCommand.DEFAULT,
                "startTimeout", "200s",
                "observe", Limits.observe(settings.getFrontDoor() != null),
                "measureEvery", "50ms",
                "warmUpTime", "2s",
                "stopTimeout", "30s",
                "drainTimeout", "30s",
                "lockTimeout", "0s",
                "keepReleases", "5");
    }
}
