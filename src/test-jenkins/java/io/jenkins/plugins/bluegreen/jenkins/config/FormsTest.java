package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.htmlunit.Page;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlForm;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The forms: what is typed comes back, is checked, and can be explained. */
class FormsTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static Map<String, Object> values(Object fields) {
        return DescribableModel.uninstantiate2_(fields).toMap();
    }

    private DeploySettings afterFreestyleForm(DeploySettings fields) throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new BlueGreenBuilder(fields));
        FreeStyleProject saved = jenkins.configRoundtrip(project);
        return saved.getBuildersList().get(BlueGreenBuilder.class).getDeployment();
    }

    @Test
    void theFreestyleFormKeepsEveryField() throws Exception {
        assertThat(values(afterFreestyleForm(EveryField.everything()))).isEqualTo(values(EveryField.everything()));
    }

    @Test
    void theFreestyleFormKeepsAParameterForTheCredentials() throws Exception {
        DeploySettings fields = new DeploySettings();
        fields.setCredentialsId("${KEY}");

        assertThat(values(afterFreestyleForm(fields))).isEqualTo(Map.of("credentialsId", "${KEY}"));
    }

    @Test
    void anEmptyFormSetsNothing() throws Exception {
        assertThat(values(afterFreestyleForm(new DeploySettings()))).isEmpty();
    }

    @Test
    void theGlobalPageKeepsEveryFieldOfEveryApplication() throws Exception {
        DeploySettings first = EveryField.everything();
        first.setRelease(null); // a release belongs to a job
        DeploySettings second = new DeploySettings();
        second.setApplication("shop");
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        HostSettings host = EveryField.host("web1");
        host.setAddress("deploy@10.0.3.17:2222");
        host.setCredentialsId("web-key");
        host.setJumpHosts("bastion.example.com");
        configuration.setHosts(List.of(host, EveryField.host("web2")));
        configuration.setApplications(List.of(first, second));

        jenkins.configRoundtrip();

        assertThat(configuration.getApplications())
                .extracting(FormsTest::values)
                .containsExactly(values(first), values(second));
        assertThat(configuration.getHosts())
                .extracting(FormsTest::values)
                .containsExactly(values(host), values(EveryField.host("web2")));
        configuration.setApplications(List.of());
        configuration.setHosts(List.of());
        configuration.load();
        assertThat(configuration.getApplications()).isEmpty();
        assertThat(configuration.getHosts()).isEmpty();
    }

    @Test
    void nothingIsKeptOfAPageThatIsRefused() throws Exception {
        DeploySettings shop = new DeploySettings();
        shop.setApplication("shop");
        DeploySettings other = new DeploySettings();
        other.setApplication("other");
        HostSettings host = EveryField.host("web1");
        host.setAddress("before.example.com");
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        configuration.setHosts(List.of(host));
        configuration.setApplications(List.of(shop, other));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setThrowExceptionOnFailingStatusCode(false);
            HtmlForm form = client.goTo("manage/configure").getFormByName("config");
            type(form, "_.address", "before.example.com", "after.example.com");
            type(form, "_.application", "other", "shop");
            Page answer = jenkins.submit(form);
            assertThat(answer.getWebResponse().getStatusCode()).isEqualTo(400);
            assertThat(answer.getWebResponse().getContentAsString()).contains("is configured twice");
        }

        assertThat(configuration.getHosts())
                .extracting(HostSettings::getAddress)
                .containsExactly("before.example.com");
        configuration.load();
        assertThat(configuration.getHosts())
                .extracting(HostSettings::getAddress)
                .containsExactly("before.example.com");
        assertThat(configuration.getApplications())
                .extracting(DeploySettings::getApplication)
                .containsExactly("shop", "other");
        configuration.setApplications(List.of());
        configuration.setHosts(List.of());
    }

    private static void type(HtmlForm form, String name, String before, String after) {
        assertThat(form.getInputsByName(name))
                .filteredOn(input -> input.getValue().equals(before))
                .hasSize(1)
                .allSatisfy(input -> input.setValue(after));
    }

    @Test
    void theLastApplicationCanBeDeleted() throws Exception {
        DeploySettings only = new DeploySettings();
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

    @Test
    void everyFieldHasAHelpText() throws Exception {
        for (Class<?> type :
                List.of(BlueGreenStep.class, HealthCheckSettings.class, NginxSettings.class, HostSettings.class)) {
            for (String field : EveryField.names(type).toList()) {
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

    @Test
    void fieldsAreCheckedByTheRulesOfTheRun() {
        DeploySettings.DescriptorImpl step = jenkins.jenkins.getDescriptorByType(DeploySettings.DescriptorImpl.class);
        HealthCheckSettings.DescriptorImpl health =
                jenkins.jenkins.getDescriptorByType(HealthCheckSettings.DescriptorImpl.class);
        HostSettings.DescriptorImpl host = jenkins.jenkins.getDescriptorByType(HostSettings.DescriptorImpl.class);
        NginxSettings.DescriptorImpl nginx = jenkins.jenkins.getDescriptorByType(NginxSettings.DescriptorImpl.class);

        assertThat(Stream.of(
                        step.doCheckApplication(null, "back end"),
                        step.doCheckHosts(null, "a b@"),
                        step.doCheckBluePort("65536"),
                        step.doCheckBluePort("eighty"),
                        step.doCheckGreenPort("8080", "8080"),
                        step.doCheckDeployDirectory(null, "srv/backend"),
                        step.doCheckEnvironment(null, "NAME"),
                        step.doCheckPassEnvironment("A, $B"),
                        step.doCheckFrontDoor(null, "www.example.com"),
                        step.doCheckStartTimeout(null, "soon"),
                        step.doCheckWarmUp(null, "products"),
                        step.doCheckWarmUpTime(null, "soon"),
                        step.doCheckObserve(null, "soon"),
                        step.doCheckMeasureEvery(null, "5ms"),
                        step.doCheckMaxFailedRequests("-1"),
                        step.doCheckStopTimeout(null, "soon"),
                        step.doCheckDrainTimeout(null, "soon"),
                        step.doCheckLockTimeout(null, "25h"),
                        step.doCheckKeepReleases("0"),
                        step.doCheckRelease(null, "a/b"),
                        health.doCheckScheme(null, "ftp"),
                        health.doCheckPort("65536"),
                        health.doCheckPath(null, "health"),
                        health.doCheckHeaders(null, "Host"),
                        health.doCheckStatus(null, "ok"),
                        health.doCheckBody(null, "("),
                        health.doCheckExpectRelease(null, "X Release"),
                        health.doCheckSuccesses("0"),
                        health.doCheckRetries("-1"),
                        health.doCheckInterval(null, "often"),
                        health.doCheckTimeout(null, "0"),
                        health.doCheckInitialDelay(null, "later"),
                        nginx.doCheckHosts(null, "a,a"),
                        nginx.doCheckFlagFile(null, "green"),
                        nginx.doCheckIncludeFile(null, "service-port.inc"),
                        nginx.doCheckVariable(null, "$service_port"),
                        host.doCheckName("web 1"),
                        host.doCheckAddress("a b@"),
                        host.doCheckHostKeys("web1 is known"),
                        host.doCheckJumpHosts("a b@")))
                .extracting(check -> check.kind)
                .containsOnly(FormValidation.Kind.ERROR);
        assertThat(Stream.of(
                        step.doCheckHosts(null, ""),
                        step.doCheckPassEnvironment("A, B C"),
                        step.doCheckGreenPort("8081", "8080"),
                        step.doCheckGreenPort("8081", ""),
                        health.doCheckBody(null, "UP$"),
                        nginx.doCheckVariable(null, "service_port"),
                        nginx.doCheckTestCommand(null, "sudo -n nginx -t")))
                .extracting(check -> check.kind)
                .containsOnly(FormValidation.Kind.OK);
    }

    @Test
    void aVariableStandsForAnythingInAJobAndForNothingOnTheGlobalPage() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();

        assertThat(checksOfVariables(job)).containsOnly(FormValidation.Kind.OK);
        assertThat(checksOfVariables(null)).containsOnly(FormValidation.Kind.ERROR);
        HealthCheckSettings.DescriptorImpl health =
                jenkins.jenkins.getDescriptorByType(HealthCheckSettings.DescriptorImpl.class);
        assertThat(health.doCheckBody(job, "(UP$").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(health.doCheckPort("$PORT").kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    private static List<FormValidation.Kind> checksOfVariables(Item item) {
        DeploySettings.DescriptorImpl step = jenkins.jenkins.getDescriptorByType(DeploySettings.DescriptorImpl.class);
        HealthCheckSettings.DescriptorImpl health =
                jenkins.jenkins.getDescriptorByType(HealthCheckSettings.DescriptorImpl.class);
        NginxSettings.DescriptorImpl nginx = jenkins.jenkins.getDescriptorByType(NginxSettings.DescriptorImpl.class);
        return Stream.of(
                        step.doCheckApplication(item, "$APP"),
                        step.doCheckHosts(item, "deploy@${HOST}"),
                        step.doCheckStartTimeout(item, "${MINUTES}m"),
                        health.doCheckInterval(item, "$INTERVAL"),
                        nginx.doCheckHosts(item, "$HOST"),
                        nginx.doCheckFlagFile(item, "${FLAG}"))
                .map(check -> check.kind)
                .toList();
    }
}
