package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.plan.HealthCheck;
import io.jenkins.plugins.bluegreen.plan.Pace;
import io.jenkins.plugins.bluegreen.plan.StatusRange;
import java.time.Duration;
import java.util.Map;

/** Health checks for tests. */
record Checks(String scheme, String path, Map<String, String> headers, String body, Duration timeout) {

    static final Checks HEALTH = new Checks("http", "/health", Map.of(), "", Duration.ofSeconds(10));

    Checks overTls() {
        return new Checks("https", path, headers, body, timeout);
    }

    Checks at(String other) {
        return new Checks(scheme, other, headers, body, timeout);
    }

    Checks with(String header, String value) {
        return new Checks(scheme, path, Map.of(header, value), body, timeout);
    }

    Checks thatFinds(String regex) {
        return new Checks(scheme, path, headers, regex, timeout);
    }

    Checks within(Duration time) {
        return new Checks(scheme, path, headers, body, time);
    }

    HttpProbe probe() {
        return new HttpProbe(new HealthCheck(
                scheme,
                0,
                path,
                headers,
                StatusRange.parse(StatusRange.DEFAULT),
                body,
                1,
                timeout,
                new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(60))));
    }
}
