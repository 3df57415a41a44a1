package io.jenkins.plugins.bluegreen.jenkins.plan;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.NginxSettings;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.util.Map;

/** What holds for a field that neither the job nor the global configuration sets, as one would write it there. */
public final class Defaults {

    /** Those of {@link DeploySettings}. */
    public static final Map<String, String> OF_DEPLOYMENT = Map.of(
            "startCommand", StartCommand.DEFAULT,
            "startTimeout", "200s",
            "observe", "5s",
            "measureEvery", "50ms",
            "warmUpTime", "2s",
            "stopTimeout", "30s",
            "drainTimeout", "30s",
            "lockTimeout", "0s",
            "keepReleases", "5");

    /** Those of {@link HealthCheckSettings}; without retries and interval the pace adapts. */
    public static final Map<String, String> OF_HEALTH_CHECK = Map.of(
            "scheme", "http",
            "path", "/",
            "status", StatusRange.DEFAULT,
            "successes", "1",
            "timeout", "5s",
            "initialDelay", "0s");

    /** Those of {@link NginxSettings}. */
    public static final Map<String, String> OF_NGINX = Map.of(
            "variable", NginxConfig.Include.DEFAULT_VARIABLE,
            "testCommand", NginxConfig.Include.DEFAULT_TEST,
            "reloadCommand", NginxConfig.Include.DEFAULT_RELOAD);

    private Defaults() {}
}
