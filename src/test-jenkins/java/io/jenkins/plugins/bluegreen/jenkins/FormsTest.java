package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.util.FormValidation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomNode;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundSetter;

/** The forms: what is typed comes back, is checked, and can be explained. */
@WithJenkins
class FormsTest {

    private JenkinsRule jenkins;

    @BeforeEach
    void take(JenkinsRule rule) {
        jenkins = rule;
    }

    private static HealthCheckFields health() {
        HealthCheckFields fields = new HealthCheckFields();
        fields.setScheme("https");
        fields.setPort(9000);
        fields.setPath("/health?deep=1");
        fields.setHeaders("Host: www.example.com\nX-Probe: yes");
        fields.setStatus("200");
        fields.setBody("\"status\"\\s*:\\s*\"UP\"");
        fields.setSuccesses(3);
        fields.setRetries(10);
        fields.setInterval("20s");
        fields.setTimeout("2s");
        fields.setInitialDelay("5s");
        return fields;
    }

    private static NginxFields nginx() {
        NginxFields fields = new NginxFields();
        fields.setHosts("web.example.com");
        fields.setFlagFile("/etc/nginx/flag");
        fields.setIncludeFile("/etc/nginx/service-port.inc");
        fields.setVariable("port_of_app");
        fields.setTestCommand("sudo -n nginx -t -q");
        fields.setReloadCommand("sudo -n systemctl reload nginx");
        return fields;
    }

    /** Returns an object in which every field is set to something. */
    private static BlueGreenStep everything() {
        BlueGreenStep fields = new BlueGreenStep();
        fields.setApplication("backend");
        fields.setArtifact("target/*.jar");
        fields.setHosts("deploy@app1.example.com:2222, app2.example.com");
        fields.setHostKeys("app1.example.com ssh-ed25519 AAAA\napp2.example.com ssh-ed25519 BBBB");
        fields.setHostKeyVerification("acceptFirstConnection");
        fields.setJumpHosts("bastion.example.com");
        fields.setCredentialsId("deploy-key");
        fields.setBluePort(8080);
        fields.setGreenPort(8081);
        fields.setDeployDirectory("/srv/backend");
        fields.setStartCommand("node $ARTIFACT --port $PORT");
        fields.setEnvironment("A=1\nB=two words");
        fields.setHealthCheck(health());
        fields.setNginx(nginx());
        fields.setFrontDoor("https://www.example.com/");
        fields.setWarmUp("/ /products?page=1");
        fields.setWarmUpTime("5s");
        fields.setTrustedCertificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        fields.setObserve("10s");
        fields.setMeasureEvery("200ms");
        fields.setMaxFailedRequests(3);
        fields.setStartTimeout("90s");
        fields.setStopTimeout("10s");
        fields.setDrainTimeout("1m");
        fields.setLockTimeout("10m");
        fields.setKeepReleases(3);
        fields.setRelease("1.4.2");
        return fields;
    }

    private static Map<String, Object> values(Object fields) {
        return DescribableModel.uninstantiate2_(fields).toMap();
    }

    private BlueGreenStep afterFreestyleForm(BlueGreenStep fields) throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new BlueGreenBuilder(fields));
        FreeStyleProject saved = jenkins.configRoundtrip(project);
        return saved.getBuildersList().get(BlueGreenBuilder.class).getDeployment();
    }

    @Test
    void theFreestyleFormKeepsEveryField() throws Exception {
        assertThat(values(everything())).hasSize(setters(BlueGreenStep.class));
        assertThat(values(afterFreestyleForm(everything()))).isEqualTo(values(everything()));
    }

    @Test
    void anEmptyFormSetsNothing() throws Exception {
        assertThat(values(afterFreestyleForm(new BlueGreenStep()))).isEmpty();
    }

    @Test
    void theGlobalPageKeepsEveryFieldOfEveryApplication() throws Exception {
        BlueGreenStep first = everything();
        first.setRelease(null); // a release belongs to a job
        BlueGreenStep second = new BlueGreenStep();
        second.setApplication("shop");
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        configuration.setApplications(List.of(first, second));

        jenkins.configRoundtrip();

        assertThat(configuration.getApplications())
                .extracting(FormsTest::values)
                .containsExactly(values(first), values(second));
        configuration.setApplications(List.of());
        configuration.load();
        assertThat(configuration.getApplications()).isEmpty();
    }

    @Test
    void theLastApplicationCanBeDeleted() throws Exception {
        BlueGreenStep only = new BlueGreenStep();
        only.setApplication("shop");
        BlueGreenConfiguration.get().setApplications(List.of(only));

        var page = jenkins.createWebClient().goTo("manage/configure");
        var form = page.getFormByName("config");
        form.getElementsByTagName("div").stream()
                .filter(div -> "applications".equals(div.getAttribute("name")))
                .toList()
                .forEach(DomNode::remove);
        jenkins.submit(form);

        assertThat(BlueGreenConfiguration.get().getApplications()).isEmpty();
    }

    private String snippet(JSONObject json) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            WebRequest request =
                    new WebRequest(client.createCrumbedUrl("pipeline-syntax/generateSnippet"), HttpMethod.POST);
            request.setRequestParameters(List.of(new NameValuePair("json", json.toString())));
            return client.getPage(request).getWebResponse().getContentAsString().strip();
        }
    }

    @Test
    void theSnippetLeavesOutWhatIsNotSet() throws Exception {
        JSONObject json = JSONObject.fromObject("""
                {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.BlueGreenStep", "application": "backend",
                 "artifact": "target/*.jar", "release": "", "hosts": "", "bluePort": "", "credentialsId": "",
                 "healthCheck": {"path": "/health", "retries": "10", "interval": "20s", "body": ""},
                 "nginx": {"flagFile": "", "hosts": ""}}
                """);

        String snippet = snippet(json);

        // Jenkins does not promise an order.
        assertThat(snippet)
                .startsWith("blueGreenDeploy ")
                .contains("application: 'backend'", "artifact: 'target/*.jar'", "healthCheck: healthCheck(")
                .contains("path: '/health'", "retries: 10", "interval: '20s'");
        assertThat(snippet.split(": ")).hasSize(7);
    }

    @Test
    void everyFieldHasAHelpText() throws Exception {
        for (Class<?> type : List.of(BlueGreenStep.class, HealthCheckFields.class, NginxFields.class)) {
            for (String field : fields(type).toList()) {
                assertThat(help(type, field)).as(type + " " + field).contains("</div>");
            }
        }
        assertThat(help(BlueGreenStep.class, "")).contains("blueGreenDeploy(application: 'backend'");
        assertThat(help(BlueGreenBuilder.class, "")).contains("BLUE_GREEN_LIVE_PORT");
        assertThat(help(BlueGreenConfiguration.class, "applications")).contains("Test");
    }

    private String help(Class<?> type, String field) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            return client.goTo("descriptor/" + type.getName() + "/help/" + field, "text/html")
                    .getWebResponse()
                    .getContentAsString();
        }
    }

    private static Stream<String> fields(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .map(Method::getName)
                .map(name -> name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4));
    }

    private static int setters(Class<?> type) {
        return (int) fields(type).count();
    }

    @Test
    void fieldsAreCheckedByTheRulesOfTheRun() {
        BlueGreenStep.DescriptorImpl step = jenkins.jenkins.getDescriptorByType(BlueGreenStep.DescriptorImpl.class);
        HealthCheckFields.DescriptorImpl health =
                jenkins.jenkins.getDescriptorByType(HealthCheckFields.DescriptorImpl.class);
        NginxFields.DescriptorImpl nginx = jenkins.jenkins.getDescriptorByType(NginxFields.DescriptorImpl.class);

        assertThat(Stream.of(
                        step.doCheckApplication("back end"),
                        step.doCheckHosts("a b@"),
                        step.doCheckBluePort("65536"),
                        step.doCheckBluePort("eighty"),
                        step.doCheckGreenPort("8080", "8080"),
                        step.doCheckDeployDirectory("srv/backend"),
                        step.doCheckEnvironment("NAME"),
                        step.doCheckFrontDoor("www.example.com"),
                        step.doCheckStartTimeout("soon"),
                        step.doCheckWarmUp("products"),
                        step.doCheckWarmUpTime("soon"),
                        step.doCheckObserve("soon"),
                        step.doCheckMeasureEvery("5ms"),
                        step.doCheckMaxFailedRequests("-1"),
                        step.doCheckStopTimeout("soon"),
                        step.doCheckDrainTimeout("soon"),
                        step.doCheckLockTimeout("25h"),
                        step.doCheckKeepReleases("0"),
                        step.doCheckRelease("a/b"),
                        health.doCheckScheme("ftp"),
                        health.doCheckPort("65536"),
                        health.doCheckPath("health"),
                        health.doCheckHeaders("Host"),
                        health.doCheckStatus("ok"),
                        health.doCheckBody("("),
                        health.doCheckSuccesses("0"),
                        health.doCheckRetries("-1"),
                        health.doCheckInterval("often"),
                        health.doCheckTimeout("0"),
                        health.doCheckInitialDelay("later"),
                        nginx.doCheckHosts("a,a"),
                        nginx.doCheckFlagFile("green"),
                        nginx.doCheckIncludeFile("service-port.inc"),
                        nginx.doCheckVariable("$service_port")))
                .extracting(check -> check.kind)
                .containsOnly(FormValidation.Kind.ERROR);
        assertThat(Stream.of(
                        step.doCheckApplication("$APP"),
                        step.doCheckHosts(""),
                        step.doCheckGreenPort("8081", "8080"),
                        step.doCheckGreenPort("8081", ""),
                        health.doCheckBody("UP$"),
                        nginx.doCheckVariable("service_port"),
                        nginx.doCheckTestCommand("sudo -n nginx -t")))
                .extracting(check -> check.kind)
                .containsOnly(FormValidation.Kind.OK);
    }

    @Test
    void onlyAnAdministratorMayTestAndOnlyByPost() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        String url = "descriptorByName/" + BlueGreenConfiguration.class.getName() + "/testApplication";

        assertThat(statusOf("admin", HttpMethod.GET, url)).isEqualTo(404);
        assertThat(statusOf("reader", HttpMethod.POST, url)).isEqualTo(403);
        assertThat(statusOf("admin", HttpMethod.POST, url)).isEqualTo(200);
    }

    private int statusOf(String user, HttpMethod method, String url) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
            client.getOptions().setThrowExceptionOnFailingStatusCode(false);
            return client.getPage(new WebRequest(client.createCrumbedUrl(url), method))
                    .getWebResponse()
                    .getStatusCode();
        }
    }
}
