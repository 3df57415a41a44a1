package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.Headers;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an answer is worth, in whichever way it was asked for. */
final class Verdict {

    /** So much of a body is read, in bytes. */
    static final int BODY_LIMIT = 64 * 1024;

    private static final int EVIDENCE_LIMIT = 1_000;

    private Verdict() {}

    /**
     * An HTTP response.
     *
     * @param status its status code
     * @param headers its headers, whose names compare without regard to case
     * @param body its beginning
     * @param whole whether the body was read to its end, or to its first 64 KiB
     */
    record Response(int status, Map<String, String> headers, String body, boolean whole) {

        private String location() {
            return headers.getOrDefault("location", "");
        }
    }

    /** Returns a map for headers. */
    static Map<String, String> headers() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    /** Returns the name of the host that is asked for, without a port. */
    static String nameIn(HealthCheck check) {
        return Headers.host(check.headers()).orElse("localhost");
    }

    /**
     * Judges a response.
     *
     * @param release which release is to have answered
     */
    static Answer on(HealthCheck check, String release, Response response) {
        String body = response.body().strip();
        String evidence = body.length() > EVIDENCE_LIMIT ? body.substring(0, EVIDENCE_LIMIT) + "..." : body;
        String seen = Integer.toString(response.status());
        if (!check.expected().status().contains(response.status())) {
            String to = response.location().isEmpty() ? "" : " to " + response.location();
            return new Answer(false, seen + to + ", not " + check.expected().status(), evidence);
        }
        return bodyFault(check, response)
                .or(() -> ToldRelease.fault(check.expectRelease(), release, response.headers()::get, response.body()))
                .map(fault -> new Answer(false, seen + ", but " + fault, evidence))
                .orElseGet(() -> new Answer(true, seen, evidence));
    }

    private static Optional<String> bodyFault(HealthCheck check, Response response) {
        return check.expected().body().isEmpty()
                ? Optional.empty()
                : BoundedRegex.fault(check.expected().body(), response.body(), response.whole(), check.timeout());
    }

    /** Judges that nobody listens. */
    static Answer refused() {
        return new Answer(false, "connection refused", "");
    }

    /** Judges that nothing came in time. */
    static Answer late(HealthCheck check) {
        return new Answer(false, "no answer within " + TimeSpan.show(check.timeout()), "");
    }

    /** Judges that the connection was closed at once. */
    static Answer silent() {
        return new Answer(false, "the connection was closed without an answer", "");
    }

    /** Judges what is no HTTP. */
    static Answer garbled(String why) {
        return new Answer(false, "no HTTP answer", why);
    }
}
