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
import java.util.function.Function;

/** Makes the health check of a plan; {@link PlanFactory} makes the rest. */
record HealthCheckFactory(LayeredSettings<HealthCheckSettings> fields, Duration startTimeout) {

    HealthCheck make() {
        String mark = text("expectRelease", HealthCheckSettings::getExpectRelease);
        return new HealthCheck(
                new HealthRequest(
                        text("scheme", HealthCheckSettings::getScheme),
                        fields.number(HealthCheckSettings::getPort, "0"),
                        text("path", HealthCheckSettings::getPath),
                        HealthRequest.parseHeaders(text("headers", HealthCheckSettings::getHeaders))),
                new HealthyAnswer(
                        StatusRange.parse(text("status", HealthCheckSettings::getStatus)),
                        fields.text(HealthCheckSettings::getBody, ""),
                        mark == null ? ReleaseMark.NONE : new ReleaseMark(mark)),
                fields.number(HealthCheckSettings::getSuccesses, Defaults.OF_HEALTH_CHECK.get("successes")),
                time("timeout", HealthCheckSettings::getTimeout),
                pace());
    }

    private Pace pace() {
        return new Pace(
                time("initialDelay", HealthCheckSettings::getInitialDelay),
                fields.number(HealthCheckSettings::getRetries, "0"),
                fields.text(HealthCheckSettings::getInterval) == null
                        ? Duration.ZERO
                        : time("interval", HealthCheckSettings::getInterval),
                startTimeout);
    }

    private Duration time(String name, Function<HealthCheckSettings, String> field) {
        return TimeSpan.parse("healthCheck." + name, text(name, field));
    }

    private String text(String name, Function<HealthCheckSettings, String> field) {
        return fields.text(field, Defaults.OF_HEALTH_CHECK.get(name));
    }
}
