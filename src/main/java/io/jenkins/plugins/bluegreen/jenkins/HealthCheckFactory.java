package io.jenkins.plugins.bluegreen.jenkins;

import io.jenkins.plugins.bluegreen.plan.HealthCheck;
import io.jenkins.plugins.bluegreen.plan.Pace;
import io.jenkins.plugins.bluegreen.plan.ReleaseMark;
import io.jenkins.plugins.bluegreen.plan.StatusRange;
import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import java.time.Duration;
import java.util.function.Function;

/** Makes the health check of a plan; {@link PlanFactory} makes the rest. */
record HealthCheckFactory(Merged<HealthCheckFields> fields, Duration startTimeout) {

    HealthCheck make() {
        String mark = text("expectRelease", HealthCheckFields::getExpectRelease);
        return new HealthCheck(
                text("scheme", HealthCheckFields::getScheme),
                fields.number(HealthCheckFields::getPort, "0"),
                text("path", HealthCheckFields::getPath),
                HealthCheck.parseHeaders(text("headers", HealthCheckFields::getHeaders)),
                StatusRange.parse(text("status", HealthCheckFields::getStatus)),
                fields.text(HealthCheckFields::getBody, ""),
                mark == null ? ReleaseMark.NONE : new ReleaseMark(mark),
                fields.number(HealthCheckFields::getSuccesses, Defaults.OF_HEALTH_CHECK.get("successes")),
                time("timeout", HealthCheckFields::getTimeout),
                pace());
    }

    private Pace pace() {
        return new Pace(
                time("initialDelay", HealthCheckFields::getInitialDelay),
                fields.number(HealthCheckFields::getRetries, "0"),
                fields.text(HealthCheckFields::getInterval) == null
                        ? Duration.ZERO
                        : time("interval", HealthCheckFields::getInterval),
                startTimeout);
    }

    private Duration time(String name, Function<HealthCheckFields, String> field) {
        return TimeSpan.parse("healthCheck." + name, text(name, field));
    }

    private String text(String name, Function<HealthCheckFields, String> field) {
        return fields.text(field, Defaults.OF_HEALTH_CHECK.get(name));
    }
}
