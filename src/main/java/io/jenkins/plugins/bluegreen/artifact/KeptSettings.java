package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.OwnSettings;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.shell.Exports;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is kept beside a release of how it was started and judged: lines {@code name=value}, an empty line, and the application's
 * variables as lines for {@code sh}, of which those that nothing may print come last. These alone ever leave the host.
 */
final class KeptSettings {

    /** The form that is written, and the only one that is read. */
    static final String FORMAT = "1";

    /** A variable whose value is a secret by what it is called or by what it holds, though nobody said so. */
    private static final Pattern SECRET = Pattern.compile(
            "[^=]*(PASS|PWD|SECRET|TOKEN|KEY|CREDENTIAL|AUTH|PRIVATE).*=.{4}|.*://[^/@]*:[^/@]*@|.*(password|pwd|secret|token)=",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private KeptSettings() {}

    /** Returns what is kept of the release of a plan, but for what the host itself knows of it. */
    static String of(DeployPlan plan, Instant at) {
        StartCommand start = plan.application().start();
        Map<String, String> open = new LinkedHashMap<>();
        Map<String, String> secret = new LinkedHashMap<>();
        start.environment()
                .forEach((name, value) ->
                        (start.secrets().contains(name) || secret(name, value) ? secret : open).put(name, value));
        String hidden = Exports.of(secret);
        return manifest(plan, at)
                .add("secret", hidden.getBytes(StandardCharsets.UTF_8).length)
                .text(settings(plan))
                .text("\n" + Exports.of(open) + hidden)
                .toString();
    }

    private static boolean secret(String name, String value) {
        return SECRET.matcher(name + "=" + value).lookingAt();
    }

    private static KeptLines manifest(DeployPlan plan, Instant at) {
        return new KeptLines()
                .add("format", FORMAT)
                .add("application", plan.app())
                .add("release", plan.release().id())
                .add("deployment", plan.deploymentId())
                .add("at", at)
                .add("controller", plan.owner().controller())
                .add("build", plan.owner().build())
                .add("user", plan.owner().user());
    }

    private static String settings(DeployPlan plan) {
        HealthCheck health = plan.health();
        KeptLines lines = new KeptLines()
                .add("start", plan.application().start().line())
                .add("workingDirectory", plan.application().start().workingDirectory())
                .add("health.scheme", health.scheme())
                .add("health.port", health.request().portOffset())
                .add("health.path", health.path())
                .addAll("health.header", health.headers())
                .add("health.status", health.expected().status())
                .add("health.body", health.expected().body())
                .add("health.expectRelease", health.expectRelease().place())
                .add("health.successes", health.successes())
                .add("health.timeout", health.timeout())
                .add("health.initialDelay", health.pace().initialDelay())
                .add("health.retries", health.pace().retries())
                .add("health.interval", health.pace().interval())
                .add("health.total", health.pace().total());
        plan.warmUp().paths().forEach(path -> lines.add("warmUp.path", path));
        lines.add("warmUp.time", plan.warmUp().time());
        if (plan.frontDoor().asked()) {
            lines.add("frontDoor.url", plan.frontDoor().url());
        }
        return lines.addAll("frontDoor.header", plan.frontDoor().headers())
                .add("frontDoor.timeout", plan.frontDoor().timeout())
                .toString();
    }

    /**
     * Reads the lines, and behind the empty one the variables that nothing may print.
     *
     * @throws RuntimeException for what we did not write
     */
    static OwnSettings read(String text) {
        int end = text.indexOf("\n\n");
        KeptLines lines = KeptLines.read(text.substring(0, end + 1));
        Map<String, String> secret = Exports.read(text.substring(end + 2));
        return new OwnSettings(
                new StartCommand(lines.get("start"), secret, lines.get("workingDirectory"), secret.keySet(), true),
                health(lines),
                new WarmUp(lines.all("warmUp.path"), lines.time("warmUp.time")),
                new FrontDoorRequest(
                        FrontDoorRequest.parseUrl(String.join("", lines.all("frontDoor.url"))),
                        headers(lines.all("frontDoor.header")),
                        lines.time("frontDoor.timeout")));
    }

    private static HealthCheck health(KeptLines lines) {
        return new HealthCheck(
                new HealthRequest(
                        lines.get("health.scheme"),
                        lines.number("health.port"),
                        lines.get("health.path"),
                        headers(lines.all("health.header"))),
                new HealthyAnswer(
                        StatusRange.parse(lines.get("health.status")),
                        lines.get("health.body"),
                        new ReleaseMark(lines.get("health.expectRelease"))),
                lines.number("health.successes"),
                lines.time("health.timeout"),
                new Pace(
                        lines.time("health.initialDelay"),
                        lines.number("health.retries"),
                        lines.time("health.interval"),
                        lines.time("health.total")));
    }

    private static Map<String, String> headers(List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        lines.forEach(line -> headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
        return headers;
    }
}
