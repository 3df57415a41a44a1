package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.CanarySettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a form says of single fields; one is checked by what a deployment makes of it. */
class PlanCheckTest {

    private static final PlanCheck CHECK = new PlanCheck();

    private static Settings<?> part(String name) {
        return switch (name) {
            case "healthCheck" -> new HealthCheckSettings();
            case "nginx" -> new NginxSettings();
            case "session" -> new SessionSettings();
            case "rolling" -> new RollingSettings();
            case "canary" -> new CanarySettings();
            case "host" -> new HostSettings();
            default -> new DeploySettings();
        };
    }

    private static <S extends Settings<?>> S set(S settings, String field, String value) {
        SettingsProperty property = SettingsProperty.of(settings.getClass()).stream()
                .filter(each -> each.name().equals(field))
                .findFirst()
                .orElseThrow();
        property.set(settings, property.type() == Integer.class ? Integer.valueOf(value) : value);
        return settings;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "session|restart|sometimes|session.restart is 'sometimes'; it is always or never.",
                "session|atBoot|systemd|session.atBoot is 'systemd'; it is cron, or left out",
                "session|logLimit|50|session.logLimit is '50'; it is at least 10kB",
                "session|logLimit|fifty|session.logLimit is 'fifty'; write a size such as",
                "session|keepLogs|100|session.keepLogs is 100; it is a number from 0 to 99.",
                "rolling|batch|0|rolling.batch is '0'; it is how many are switched at a time",
                "rolling|batch|100%|rolling.batch is '100%'; it is how many are switched at a time",
                "rolling|pause|soon|rolling.pause is 'soon'",
                "canary|steps|5%, 5%|canary.steps is '5%, 5%'; each share is larger than the one before.",
                "canary|steps|half|canary.steps is 'half'; write shares of the clients, such as '1%, 5%, 25%'",
                "canary|every|500ms|canary.every is '500ms'; it is at least 1s",
                "canary|minRequests|0|canary.minRequests is '0'; it is a number from 1 to 1000000.",
                "canary|maxErrors|2|canary.maxErrors is '2'; write a share of the requests, such as '1%' or '0.5%'.",
                "canary|maxErrors|101%|canary.maxErrors is '101%'",
                "canary|maxLatency|fast|canary.maxLatency is 'fast'; write a duration",
                "canary|tooFew|skip|canary.tooFew is 'skip'; it is wait, promote or stop.",
                "canary|onFailure|retry|canary.onFailure is 'retry'; it is undo or hold.",
                "|application|back end|The application name 'back end'",
                "|hosts|a b@|hosts names 'b@'; a host must read [user@]host[:port].",
                "|artifact|../a.jar|artifact is '../a.jar'; it must be one pattern",
                "|hostKeys|web1 is known|Line 1 of hostKeys is 'web1 is known'",
                "|jumpHosts|a b@|jumpHosts names 'b@'; a host must read",
                "|bluePort|65536|bluePort is 65536; a port is a number from 1 to 65535.",
                "|greenPort|0|greenPort is 0; a port is a number from 1 to 65535.",
                "|deployDirectory|srv/backend|deployDirectory is 'srv/backend'",
                "|environment|NAME|Line 1 of environment must read NAME=value.",
                "|environment|UID=1000|The environment variable UID cannot be set for the application",
                "|passEnvironment|A PPID|The environment variable PPID cannot be set for the application",
                "|passEnvironment|A, $B|passEnvironment lists names",
                "|frontDoor|www.example.com|frontDoor must be an http or https URL",
                "|frontDoorHeaders|Authorization|Line 1 of frontDoorHeaders must read Name: value.",
                "|frontDoorHeaders|Connection: close|Connection in frontDoorHeaders belongs to the connection",
                "|frontDoorTimeout|0|frontDoorTimeout is 0",
                "|startTimeout|soon|startTimeout is 'soon'",
                "|warmUp|products|warmUp is 'products'",
                "|warmUpTime|soon|warmUpTime is 'soon'",
                "|trustedCertificates|none|trustedCertificates",
                "|observe|soon|observe is 'soon'",
                "|measureEvery|5ms|measureEvery is 5",
                "|maxFailedRequests|-1|maxFailedRequests is -1; it is 0 or more",
                "|stopTimeout|soon|stopTimeout is 'soon'",
                "|drainTimeout|soon|drainTimeout is 'soon'",
                "|lockTimeout|25h|lockTimeout is '25h'",
                "|keepReleases|0|keepReleases is 0; it is a number from 1 to 1000.",
                "|hookTimeout|soon|hookTimeout is 'soon'",
                "|hookTimeout|0|hookTimeout is 0 ms; it is at least 1s.",
                "|hookHosts|some|hookHosts is 'some'; it is 'first'",
                "|release|a/b|The release",
                "healthCheck|scheme|ftp|healthCheck.scheme is 'ftp'; it is http or https.",
                "healthCheck|port|9000|healthCheck.port is '9000'; it is how far",
                "healthCheck|path|health|healthCheck.path is 'health'",
                "healthCheck|headers|Host|Line 1 of healthCheck.headers must read Name: value.",
                "healthCheck|headers|Connection: close|Connection in healthCheck.headers belongs to the connection",
                "healthCheck|status|ok|healthCheck.status",
                "healthCheck|body|(|healthCheck.body is no regular expression",
                "healthCheck|expectRelease|X Release|healthCheck.expectRelease",
                "healthCheck|successes|0|healthCheck.successes is 0",
                "healthCheck|retries|-1|healthCheck.retries is -1",
                "healthCheck|interval|often|healthCheck.interval is 'often'",
                "healthCheck|timeout|0|healthCheck.timeout is 0",
                "healthCheck|initialDelay|later|healthCheck.initialDelay is 'later'",
                "nginx|hosts|a,a|nginx.hosts names 'a' twice",
                "nginx|flagFile|green|nginx.flagFile is 'green'",
                "nginx|includeFile|service-port.inc|nginx.includeFile is 'service-port.inc'",
                "nginx|variable|$service_port|nginx.variable is '$service_port'",
                "nginx|reloadTimeout|soon|nginx.reloadTimeout is 'soon'",
                "nginx|reloadTimeout|0|nginx.reloadTimeout is 0",
                "host|name|web 1|The host name 'web 1' must be",
                "host|address|a b@|address of the host 'example' names 'a b@'",
                "host|hostKeys|web1 is known|Line 1 of hostKeys of the host 'example' is 'web1 is known'",
                "host|jumpHosts|a b@|jumpHosts of the host 'example' names 'b@'",
            })
    void saysOfAFieldWhatTheRunWouldSay(String part, String field, String value, String sentence) {
        assertThatThrownBy(() -> CHECK.check(set(part(part == null ? "" : part), field, value)))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|application|backend",
                "|hosts|app1, app2",
                "|passEnvironment|A, B C",
                "|frontDoorHeaders|Authorization: Basic $LOGIN",
                "|frontDoorTimeout|1m",
                "|bluePort|1",
                "|bluePort|2",
                "|greenPort|1",
                "|greenPort|3",
                "|jumpHosts|none",
                "|startCommand|node $ARTIFACT",
                "|hostKeyVerification|strict",
                "healthCheck|body|UP$",
                "healthCheck|port|+1",
                "healthCheck|port|+2",
                "healthCheck|port|-3",
                "healthCheck|port|-10",
                "healthCheck|port|+60000",
                "nginx|flagFile|/etc/nginx/green",
                "nginx|includeFile|/etc/nginx/port.inc",
                "nginx|variable|service_port",
                "nginx|testCommand|sudo -n nginx -t",
                "nginx|reloadTimeout|5m",
                "canary|steps|5%, 25%",
                "canary|every|10m",
                "canary|minRequests|100",
                "canary|maxErrors|0.5%",
                "canary|maxLatency|500ms",
                "canary|tooFew|stop",
                "canary|onFailure|hold",
                "rolling|batch|2",
                "rolling|batch|25%",
                "rolling|batch|99%",
                "rolling|batch|40",
                "rolling|pause|0",
                "host|name|web1",
                "host|jumpHosts|none",
            })
    void saysNothingOfWhatIsRight(String part, String field, String value) {
        assertThat(CHECK.check(set(part(part == null ? "" : part), field, value)))
                .isEmpty();
    }

    @Test
    void looksAtThePortsTogether() {
        DeploySettings both = new DeploySettings();
        both.setBluePort(8080);
        both.setGreenPort(8080);

        assertThatThrownBy(() -> CHECK.check(both))
                .hasMessage("bluePort and greenPort are both 8080; the two slots need ports of their own.");
    }

    @Test
    void warnsOfWhatIsLessSafe() {
        DeploySettings settings = new DeploySettings();
        settings.setHostKeyVerification("acceptFirstConnection");

        assertThat(CHECK.check(settings))
                .hasValueSatisfying(advice -> assertThat(advice).contains("Giving the host keys is safer."));
    }
}
