package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How one release was started and judged when it was deployed, as it is kept beside it.
 *
 * @param start the command that started it; of its further variables those alone are known whose values nothing that is printed may show
 * @param health when it counted as healthy
 * @param warmUp what it was asked before it served
 * @param frontDoor how it was asked as its users ask it
 */
public record OwnSettings(StartCommand start, HealthCheck health, WarmUp warmUp, FrontDoorRequest frontDoor) {

    /** Headers that say nothing that is secret; all others may. */
    private static final Set<String> OPEN = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "cache-control",
            "content-type",
            "forwarded",
            "host",
            "origin",
            "pragma",
            "referer",
            "user-agent",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-real-ip",
            "x-requested-with");

    /** What is shorter, such as a 1, is no secret, and in sentences stands for something else. */
    private static final int SHORTEST = 4;

    /** Returns all values that nothing that is printed may show. */
    public List<String> secrets() {
        List<String> secrets = new ArrayList<>(start.environment().values());
        secrets.addAll(secretsIn(health.headers()));
        secrets.addAll(secretsIn(frontDoor.headers()));
        return secrets;
    }

    private static List<String> secretsIn(Map<String, String> headers) {
        List<String> secrets = new ArrayList<>();
        headers.forEach((name, value) -> {
            if (!OPEN.contains(name.toLowerCase(Locale.ROOT)) && value.length() >= SHORTEST) {
                secrets.add(value);
                // What follows the scheme of a login (RFC 9110, 11.4) may be shown alone.
                int scheme = value.indexOf(' ');
                secrets.add(value.substring(scheme + 1));
            }
        });
        return secrets;
    }

    /** Returns how the front door is asked now: with the headers that are kept, where it is the same one and none are known any more. */
    FrontDoorRequest frontDoorFor(FrontDoorRequest now) {
        boolean same = now.asked() && now.url().equals(frontDoor.url());
        return same && now.headers().isEmpty()
                ? new FrontDoorRequest(now.url(), frontDoor.headers(), now.timeout())
                : now;
    }
}
