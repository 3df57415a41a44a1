package io.jenkins.plugins.bluegreen.jenkins.config;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HooksSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kohsuke.stapler.DataBoundSetter;

/** A step in which every field is set to something, and its fields as their setters tell them. */
public final class EveryField {

    private EveryField() {}

    private static HealthCheckSettings health() {
        HealthCheckSettings fields = new HealthCheckSettings();
        fields.setScheme("https");
        fields.setPort("+1000");
        fields.setPath("/health?deep=1");
        fields.setHeaders("Host: www.example.com\nX-Probe: yes");
        fields.setStatus("200");
        fields.setExpectRelease("/build/release");
        fields.setBody("\"status\"\\s*:\\s*\"UP\"");
        fields.setSuccesses(3);
        fields.setRetries(10);
        fields.setInterval("20s");
        fields.setTimeout("2s");
        fields.setInitialDelay("5s");
        return fields;
    }

    private static HooksSettings hooks() {
        HooksSettings fields = new HooksSettings();
        fields.setBeforeStart("bin/migrate \"$RELEASE\"");
        fields.setBeforeSwitch("bin/smoke-test $PORT");
        fields.setAfterSwitch("bin/check");
        fields.setAfterDeploy("bin/announce");
        fields.setOnUndo("bin/revert");
        return fields;
    }

    private static NginxSettings nginx() {
        NginxSettings fields = new NginxSettings();
        fields.setHosts("web.example.com");
        fields.setFlagFile("/etc/nginx/flag");
        fields.setIncludeFile("/etc/nginx/service-port.inc");
        fields.setPreview(true);
        fields.setVariable("port_of_app");
        fields.setTestCommand("sudo -n nginx -t -q");
        fields.setReloadCommand("sudo -n systemctl reload nginx");
        fields.setReloadTimeout("2m");
        return fields;
    }

    private static SessionSettings session() {
        SessionSettings fields = new SessionSettings();
        fields.setRestart("never");
        fields.setAtBoot("cron");
        fields.setLogLimit("20MB");
        fields.setKeepLogs(2);
        return fields;
    }

    private static RollingSettings rolling() {
        RollingSettings fields = new RollingSettings();
        fields.setBatch("25%");
        fields.setPause("1m");
        return fields;
    }

    /** Returns an object in which every field is set to something. */
    public static DeploySettings everything() {
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setArtifact("target/*.jar");
        fields.setExclude("**/*-plain.jar");
        fields.setUnpack(true);
        fields.setHosts("deploy@app1.example.com:2222, app2.example.com");
        fields.setHostKeys("app1.example.com ssh-ed25519 AAAA\napp2.example.com ssh-ed25519 BBBB");
        fields.setHostKeyVerification("acceptFirstConnection");
        fields.setJumpHosts("bastion.example.com");
        fields.setCredentialsId("deploy-key");
        fields.setBluePort(8080);
        fields.setGreenPort(8081);
        fields.setDeployDirectory("/srv/backend");
        fields.setStartCommand("node $ARTIFACT --port $PORT");
        fields.setWorkingDirectory("server");
        fields.setAdopt("-jar /opt/backend/backend.jar");
        fields.setEnvironment("A=1\nB=two words");
        fields.setPassEnvironment("DB_PASSWORD, API_TOKEN");
        fields.setHealthCheck(health());
        fields.setRouter(nginx());
        fields.setProcess(session());
        fields.setFrontDoor("https://www.example.com/");
        fields.setFrontDoorHeaders("Authorization: Basic $STAGING\nAccept: text/html");
        fields.setFrontDoorTimeout("20s");
        fields.setWarmUp("/ /products?page=1");
        fields.setWarmUpTime("5s");
        fields.setTrustedCertificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        fields.setStrategy(rolling());
        fields.setObserve("10s");
        fields.setMeasureEvery("200ms");
        fields.setMaxFailedRequests(3);
        fields.setStartTimeout("90s");
        fields.setStopTimeout("10s");
        fields.setDrainTimeout("1m");
        fields.setLockTimeout("10m");
        fields.setKeepReleases(3);
        fields.setKeepPrevious("15m");
        fields.setHooks(hooks());
        fields.setHookTimeout("10m");
        fields.setHookHosts("all");
        fields.setRelease("1.4.2");
        fields.setHold("4h");
        fields.setHoldEnds("promote");
        fields.setDryRun(true);
        return fields;
    }

    /** Returns a host of which only the name is set. */
    static HostSettings host(String name) {
        HostSettings host = new HostSettings();
        host.setName(name);
        return host;
    }

    /** Returns the names of the fields that a form or a script may set. */
    public static Stream<String> names(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .map(Method::getName)
                .map(name -> name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4));
    }

    /** Returns the fields that are set, by name; those of a part as a map of their own. */
    public static Map<String, Object> given(Object fields) throws ReflectiveOperationException {
        Map<String, Object> result = new TreeMap<>();
        for (String name : names(fields.getClass()).toList()) {
            Object value = fields.getClass()
                    .getMethod("get" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                    .invoke(fields);
            if (value != null) {
                result.put(name, names(value.getClass()).findAny().isPresent() ? given(value) : value);
            }
        }
        return result;
    }
}
