package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import java.time.Duration;
import java.util.Map;

/** Health checks for tests. */
record Checks(
        String scheme, String path, Map<String, String> headers, String body, ReleaseMark mark, Duration timeout) {

    static final Checks HEALTH = new Checks("http", "/health", Map.of(), "", ReleaseMark.NONE, Duration.ofSeconds(10));

    Checks overTls() {
        return new Checks("https", path, headers, body, mark, timeout);
    }

    Checks at(String other) {
        return new Checks(scheme, other, headers, body, mark, timeout);
    }

    Checks with(String header, String value) {
        return new Checks(scheme, path, Map.of(header, value), body, mark, timeout);
    }

    Checks thatFinds(String regex) {
        return new Checks(scheme, path, headers, regex, mark, timeout);
    }

    Checks provenBy(String place) {
        return new Checks(scheme, path, headers, body, new ReleaseMark(place), timeout);
    }

    Checks within(Duration time) {
        return new Checks(scheme, path, headers, body, mark, time);
    }

    HttpHealthProbe probe() {
        return new HttpHealthProbe(new HealthCheck(
                new HealthRequest(scheme, 0, path, headers),
                new HealthyAnswer(StatusRange.parse(StatusRange.DEFAULT), body, mark),
                1,
                timeout,
                new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(60))));
    }
}
