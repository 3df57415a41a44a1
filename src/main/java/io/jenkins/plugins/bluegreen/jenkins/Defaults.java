package io.jenkins.plugins.bluegreen.jenkins;

import io.jenkins.plugins.bluegreen.plan.ProxyConfig;
import io.jenkins.plugins.bluegreen.plan.StartCommand;
import io.jenkins.plugins.bluegreen.plan.StatusRange;
import java.util.Map;

/** What holds for a field that neither the job nor the global configuration sets, as one would write it there. */
final class Defaults {

    /** Those of {@link DeployFields}. */
    static final Map<String, String> OF_DEPLOYMENT = Map.of(
            "startCommand", StartCommand.DEFAULT,
            "startTimeout", "200s",
            "observe", "5s",
            "measureEvery", "50ms",
            "warmUpTime", "2s",
            "stopTimeout", "30s",
            "drainTimeout", "30s",
            "lockTimeout", "0s",
            "keepReleases", "5");

    /** Those of {@link HealthCheckFields}; without retries and interval the pace adapts. */
    static final Map<String, String> OF_HEALTH_CHECK = Map.of(
            "scheme", "http",
            "path", "/",
            "status", StatusRange.DEFAULT,
            "successes", "1",
            "timeout", "5s",
            "initialDelay", "0s");

    /** Those of {@link NginxFields}. */
    static final Map<String, String> OF_NGINX = Map.of(
            "variable", ProxyConfig.Include.DEFAULT_VARIABLE,
            "testCommand", ProxyConfig.Include.DEFAULT_TEST,
            "reloadCommand", ProxyConfig.Include.DEFAULT_RELOAD);

    private Defaults() {}
}
