package io.jenkins.plugins.bluegreen.jenkins.plan;

import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.time.Duration;
import java.util.Map;

/**
 * Makes the health check of a plan; {@link PlanFactory} makes the rest.
 *
 * @param settings merged ones
 * @param headers those that are sent
 * @param startTimeout how long it may take to become healthy
 */
record HealthCheckFactory(HealthCheckSettings settings, Map<String, String> headers, Duration startTimeout) {

    HealthCheck make() {
        String mark = settings.getExpectRelease();
        return new HealthCheck(
                new HealthRequest(
                        settings.getScheme(),
                        HealthRequest.parseOffset(settings.getPort()),
                        settings.getPath(),
                        headers),
                new HealthyAnswer(
                        StatusRange.parse(settings.getStatus()),
                        settings.getBody() == null ? "" : settings.getBody(),
                        mark == null ? ReleaseMark.NONE : new ReleaseMark(mark)),
                settings.getSuccesses(),
                TimeSpan.parse("healthCheck.timeout", settings.getTimeout()),
                pace());
    }

    private Pace pace() {
        String interval = settings.getInterval();
        return new Pace(
                TimeSpan.parse("healthCheck.initialDelay", settings.getInitialDelay()),
                orZero(settings.getRetries()),
                interval == null ? Duration.ZERO : TimeSpan.parse("healthCheck.interval", interval),
                startTimeout);
    }

    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }
}
