package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import io.jenkins.plugins.bluegreen.jenkins.freestyle.BlueGreenDiscardBuilder;
import io.jenkins.plugins.bluegreen.jenkins.freestyle.BlueGreenPromoteBuilder;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.CaddySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.CommandRouterSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.FlagFileSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.HaproxySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.HttpdSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenDiscardStep;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenPromoteStep;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenRollbackBuilder;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenRollbackStep;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStatusBuilder;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStatusStep;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep;
import io.jenkins.plugins.bluegreen.jenkins.strategy.CanarySettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
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

    private static <T extends Settings<T>> T everything(Class<T> type) {
        T fields = EveryField.everything().as(type);
        assertThat(fields.nothingGiven()).isFalse();
        return fields;
    }

    @Test
    void theFreestyleFormOfAStatusKeepsEveryField() throws Exception {
        StatusSettings fields = everything(StatusSettings.class);
        fields.setExpect("42");
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new BlueGreenStatusBuilder(fields));

        FreeStyleProject saved = jenkins.configRoundtrip(project);

        assertThat(values(saved.getBuildersList()
                        .get(BlueGreenStatusBuilder.class)
                        .getStatus()))
                .isEqualTo(values(fields))
                .hasSameSizeAs(SettingsProperty.of(StatusSettings.class));
    }

    @Test
    void theFreestyleFormOfARollbackKeepsEveryField() throws Exception {
        RollbackSettings fields = everything(RollbackSettings.class);
        fields.setRelease("41");
        fields.setMarkBad(false);
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new BlueGreenRollbackBuilder(fields));

        FreeStyleProject saved = jenkins.configRoundtrip(project);

        assertThat(values(saved.getBuildersList()
                        .get(BlueGreenRollbackBuilder.class)
                        .getRollback()))
                .isEqualTo(values(fields))
                .hasSameSizeAs(SettingsProperty.of(RollbackSettings.class));
    }

    @Test
    void theFreestyleFormsOfWhatIsHeldKeepEveryField() throws Exception {
        PromoteSettings promotion = everything(PromoteSettings.class);
        DiscardSettings discard = everything(DiscardSettings.class);
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new BlueGreenPromoteBuilder(promotion));
        project.getBuildersList().add(new BlueGreenDiscardBuilder(discard));

        FreeStyleProject saved = jenkins.configRoundtrip(project);

        assertThat(values(saved.getBuildersList()
                        .get(BlueGreenPromoteBuilder.class)
                        .getPromotion()))
                .isEqualTo(values(promotion))
                .hasSameSizeAs(SettingsProperty.of(PromoteSettings.class));
        assertThat(values(saved.getBuildersList()
                        .get(BlueGreenDiscardBuilder.class)
                        .getDiscard()))
                .isEqualTo(values(discard))
                .hasSameSizeAs(SettingsProperty.of(DiscardSettings.class));
    }

    @Test
    void emptyFormsOfAStatusAndARollbackSetNothing() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new BlueGreenStatusBuilder(new StatusSettings()));
        project.getBuildersList().add(new BlueGreenRollbackBuilder(new RollbackSettings()));

        FreeStyleProject saved = jenkins.configRoundtrip(project);

        assertThat(values(saved.getBuildersList()
                        .get(BlueGreenStatusBuilder.class)
                        .getStatus()))
                .isEmpty();
        assertThat(values(saved.getBuildersList()
                        .get(BlueGreenRollbackBuilder.class)
                        .getRollback()))
                .isEmpty();
    }

    @Test
    void theFreestyleFormKeepsAParameterForTheCredentials() throws Exception {
        DeploySettings fields = new DeploySettings();
        fields.setCredentialsId("${KEY}");

        assertThat(values(afterFreestyleForm(fields))).isEqualTo(Map.of("credentialsId", "${KEY}"));
    }

    @Test
    void theFormsOfRoutersThatGoByAFlagFileKeepEveryField() throws Exception {
        for (FlagFileSettings router : List.of(new CaddySettings(), new HttpdSettings())) {
            router.setFlagFile("/srv/flag");
            router.setPreview(true);
            router.setHosts("web.example.com");
            DeploySettings fields = new DeploySettings();
            fields.setRouter(router);
            assertThat(values(afterFreestyleForm(fields))).isEqualTo(values(fields));
            assertThat(values(router)).hasSameSizeAs(SettingsProperty.of(router.getClass()));
        }
    }

    @Test
    void theFormOfHaproxyKeepsEveryField() throws Exception {
        HaproxySettings router = new HaproxySettings();
        router.setMapFile("/srv/map");
        router.setSocket("/srv/socket");
        router.setPreview(true);
        router.setHosts("web.example.com");
        router.setKey("www");
        DeploySettings fields = new DeploySettings();
        fields.setRouter(router);
        assertThat(values(afterFreestyleForm(fields))).isEqualTo(values(fields));
        assertThat(values(router)).hasSameSizeAs(SettingsProperty.of(HaproxySettings.class));
    }

    @Test
    void anEmptyFormSetsNothing() throws Exception {
        assertThat(values(afterFreestyleForm(new DeploySettings()))).isEmpty();
    }

    private static final String SETUP = "manage/blue-green-deploy/";

    private static HtmlForm form(JenkinsRule.WebClient client, String address, String name) throws Exception {
        return client.goTo(SETUP + address).getFormByName(name);
    }

    private static DeploySettings named(String name) {
        DeploySettings application = new DeploySettings();
        application.setApplication(name);
        return application;
    }

    @Test
    void thePageOfAnApplicationKeepsEveryFieldAndTouchesNoOther() throws Exception {
        DeploySettings first = EveryField.everything();
        first.setRelease(null); // a release belongs to a job
        first.setDryRun(null); // so does a dry run
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        configuration.setApplications(List.of(named("before"), first, named("shop")));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            jenkins.submit(form(client, "application/" + first.getApplication() + "/", "application"));
        }

        assertThat(configuration.getApplications())
                .extracting(FormsTest::values)
                .containsExactly(values(named("before")), values(first), values(named("shop")));
        configuration.setApplications(List.of());
        configuration.load();
        assertThat(configuration.getApplications()).isEmpty();
    }

    @Test
    void thePageOfWhatAllShareKeepsIt() throws Exception {
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        HostSettings host = EveryField.host("web1");
        host.setAddress("deploy@10.0.3.17:2222");
        host.setCredentialsId("web-key");
        host.setJumpHosts("bastion.example.com");
        configuration.setHosts(List.of(host, EveryField.host("web2")));
        configuration.setApplications(List.of(named("shop")));
        configuration.setKeepRecords(7);
        configuration.setTestOn("built-in");

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            jenkins.submit(form(client, "general/", "general"));
        }

        assertThat(configuration.getKeepRecords()).isEqualTo(7);
        assertThat(configuration.getTestOn()).isEqualTo("built-in");
        assertThat(configuration.getHosts())
                .extracting(FormsTest::values)
                .containsExactly(values(host), values(EveryField.host("web2")));
        assertThat(configuration.getApplications())
                .extracting(DeploySettings::getApplication)
                .containsExactly("shop");
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlForm form = form(client, "general/", "general");
            form.getElementsByTagName("div").stream()
                    .filter(div -> "hosts".equals(div.getAttribute("name")))
                    .toList()
                    .forEach(DomNode::remove);
            jenkins.submit(form);
        }
        assertThat(configuration.getHosts()).isEmpty();
        configuration.setApplications(List.of());
        configuration.setKeepRecords(200);
        configuration.setTestOn(null);
    }

    /** It holds a link to them and nothing else: whoever saves it must not lose any. */
    @Test
    void thePageOfTheSystemLeavesAllAsItIs() throws Exception {
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        configuration.setHosts(List.of(EveryField.host("web1")));
        configuration.setApplications(List.of(named("shop")));
        configuration.setKeepRecords(7);

        jenkins.configRoundtrip();

        assertThat(configuration.getHosts()).hasSize(1);
        assertThat(configuration.getApplications()).hasSize(1);
        assertThat(configuration.getKeepRecords()).isEqualTo(7);
        configuration.setApplications(List.of());
        configuration.setHosts(List.of());
        configuration.setKeepRecords(200);
    }

    @Test
    void nothingIsKeptOfAPageThatIsRefused() throws Exception {
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        HostSettings host = EveryField.host("web1");
        host.setAddress("before.example.com");
        configuration.setHosts(List.of(host));
        configuration.setApplications(List.of(named("shop"), named("other")));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setThrowExceptionOnFailingStatusCode(false);
            HtmlForm application = form(client, "application/other/", "application");
            type(application, "_.application", "other", "shop");
            isRefused(jenkins.submit(application), "is configured twice");
            HtmlForm general = form(client, "general/", "general");
            type(general, "_.address", "before.example.com", "after.example.com");
            type(general, "_.keepRecords", "200", "0");
            isRefused(jenkins.submit(general), "keepRecords is 0");
        }

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

    /** As in a copied entry; whatever was saved before can still be mended one by one. */
    @Test
    void anApplicationThatHasAPortOfAnotherOneIsNotSaved() throws Exception {
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        configuration.setApplications(
                List.of(on("web1.example.com", "shop", 8080), on("web1.example.com", "cart", 8082)));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setThrowExceptionOnFailingStatusCode(false);
            HtmlForm application = form(client, "application/cart/", "application");
            type(application, "_.bluePort", "8082", "8081");
            isRefused(
                    jenkins.submit(application),
                    "bluePort is 8081, which on web1.example.com is a port of the application 'shop'");
            HtmlForm other = form(client, "application/cart/", "application");
            type(other, "_.bluePort", "8082", "8084");
            jenkins.submit(other);
        }

        configuration.load();
        assertThat(configuration.getApplications())
                .extracting(DeploySettings::getBluePort)
                .containsExactly(8080, 8084);
        configuration.setApplications(List.of());
    }

    private static DeploySettings on(String host, String name, int bluePort) {
        DeploySettings application = named(name);
        application.setHosts(host);
        application.setBluePort(bluePort);
        application.setGreenPort(bluePort + 1);
        application.setDeployDirectory("/srv/" + name);
        return application;
    }

    @Test
    void aHostThatSomethingNamesKeepsItsName() throws Exception {
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        HostSettings bastion = new HostSettings();
        bastion.setName("bastion");
        HostSettings host = new HostSettings();
        host.setName("web1");
        host.setJumpHosts("bastion");
        HostSettings spare = new HostSettings();
        spare.setName("spare");
        configuration.setHosts(List.of(bastion, host, spare));
        DeploySettings shop = named("shop");
        shop.setHosts("deploy@web1:2222");
        configuration.setApplications(List.of(shop));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setThrowExceptionOnFailingStatusCode(false);
            HtmlForm renamed = form(client, "general/", "general");
            type(renamed, "_.name", "web1", "web2");
            isRefused(
                    jenkins.submit(renamed),
                    "'web1' cannot be removed or renamed, since the application 'shop' names it");
            HtmlForm jump = form(client, "general/", "general");
            type(jump, "_.name", "bastion", "jump");
            isRefused(jenkins.submit(jump), "since the host 'web1', as a jump host, names it");
            HtmlForm unused = form(client, "general/", "general");
            type(unused, "_.name", "spare", "other");
            jenkins.submit(unused);
        }

        assertThat(configuration.getHosts())
                .extracting(HostSettings::getName)
                .containsExactly("bastion", "web1", "other");
        configuration.setApplications(List.of());
        configuration.setHosts(List.of());
    }

    private static void isRefused(Page answer, String why) {
        assertThat(answer.getWebResponse().getStatusCode()).isEqualTo(400);
        // What somebody typed is no defect, so no stack trace is shown of it.
        assertThat(answer.getWebResponse().getContentAsString()).contains(why).doesNotContain("PlanException");
    }

    private static void type(HtmlForm form, String name, String before, String after) {
        assertThat(form.getInputsByName(name))
                .filteredOn(input -> input.getValue().equals(before))
                .hasSize(1)
                .allSatisfy(input -> input.setValue(after));
    }

    @Test
    void anApplicationIsAddedRenamedAndDeleted() throws Exception {
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        configuration.setApplications(List.of());
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlForm fresh = form(client, "new/", "application");
            fresh.getInputByName("_.application").setValue("shop");
            jenkins.submit(fresh);
            HtmlForm form = form(client, "application/shop/", "application");
            type(form, "_.application", "shop", "store");
            HtmlPage list = jenkins.submit(form);

            assertThat(list.getUrl().getPath()).endsWith("/" + SETUP);
            assertThat(list.querySelectorAll(".bgs-row"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.getTextContent()).contains("store"));
            client.setThrowExceptionOnFailingStatusCode(false);
            assertThat(client.goTo(SETUP + "application/shop/").getWebResponse().getStatusCode())
                    .isEqualTo(404);
            client.getPage(
                    new WebRequest(client.createCrumbedUrl(SETUP + "application/store/delete"), HttpMethod.POST));
        }
        assertThat(configuration.getApplications()).isEmpty();
    }

    @Test
    void everyFieldHasAHelpText() throws Exception {
        for (Class<?> type : List.of(
                BlueGreenStep.class,
                BlueGreenStatusStep.class,
                BlueGreenRollbackStep.class,
                BlueGreenPromoteStep.class,
                BlueGreenDiscardStep.class,
                DeploySettings.class,
                StatusSettings.class,
                RollbackSettings.class,
                HealthCheckSettings.class,
                NginxSettings.class,
                CaddySettings.class,
                HttpdSettings.class,
                HaproxySettings.class,
                CommandRouterSettings.class,
                RollingSettings.class,
                CanarySettings.class,
                PromoteSettings.class,
                DiscardSettings.class,
                HostSettings.class)) {
            for (String field : EveryField.names(type).toList()) {
                assertThat(help(type, field)).as(type + " " + field).contains("</div>");
            }
        }
        assertThat(help(BlueGreenStep.class, "")).contains("blueGreenDeploy(application: 'backend'");
        assertThat(help(BlueGreenBuilder.class, "")).contains("BLUE_GREEN_LIVE_PORT");
        assertThat(help(BlueGreenConfiguration.class, "testOn")).contains("Test");
    }

    private String help(Class<?> type, String field) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            return client.goTo("descriptor/" + type.getName() + "/help/" + field, "text/html")
                    .getWebResponse()
                    .getContentAsString();
        }
    }

    /** Asks about a field as the page does, and returns the answer. */
    private static String check(Item item, Class<?> settings, String field, String value, NameValuePair... others)
            throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            WebRequest request = new WebRequest(
                    client.createCrumbedUrl((item == null ? "" : item.getUrl()) + "descriptorByName/"
                            + settings.getName() + "/check/" + field),
                    HttpMethod.POST);
            List<NameValuePair> sent = new ArrayList<>(List.of(others));
            sent.add(new NameValuePair("value", value));
            request.setRequestParameters(sent);
            return client.getPage(request).getWebResponse().getContentAsString();
        }
    }

    private static void refuses(Class<?> settings, String field, String value, NameValuePair... others)
            throws Exception {
        assertThat(check(null, settings, field, value, others))
                .as(field + " " + value)
                .startsWith("<div class=\"error\">");
    }

    private static void takes(Class<?> settings, String field, String value, NameValuePair... others) throws Exception {
        assertThat(check(null, settings, field, value, others))
                .as(field + " " + value)
                .isEqualTo("<div/>");
    }

    @Test
    void fieldsAreCheckedByTheRulesOfTheRun() throws Exception {
        refuses(DeploySettings.class, "application", "back end");
        refuses(DeploySettings.class, "hosts", "a b@");
        refuses(DeploySettings.class, "bluePort", "65536");
        refuses(DeploySettings.class, "bluePort", "eighty");
        refuses(DeploySettings.class, "greenPort", "8080", new NameValuePair("bluePort", "8080"));
        refuses(DeploySettings.class, "deployDirectory", "srv/backend");
        refuses(DeploySettings.class, "exclude", "/srv/*.jar");
        refuses(DeploySettings.class, "unpack", "yes");
        refuses(DeploySettings.class, "workingDirectory", "../server");
        refuses(DeploySettings.class, "environment", "NAME");
        refuses(DeploySettings.class, "passEnvironment", "A, $B");
        refuses(DeploySettings.class, "frontDoor", "www.example.com");
        refuses(DeploySettings.class, "startTimeout", "soon");
        refuses(DeploySettings.class, "warmUp", "products");
        refuses(DeploySettings.class, "warmUpTime", "soon");
        refuses(DeploySettings.class, "observe", "soon");
        refuses(DeploySettings.class, "frontDoorHeaders", "Authorization");
        refuses(DeploySettings.class, "frontDoorTimeout", "0");
        refuses(DeploySettings.class, "measureEvery", "5ms");
        refuses(DeploySettings.class, "maxFailedRequests", "-1");
        refuses(DeploySettings.class, "stopTimeout", "soon");
        refuses(DeploySettings.class, "drainTimeout", "soon");
        refuses(DeploySettings.class, "lockTimeout", "25h");
        refuses(DeploySettings.class, "keepReleases", "0");
        refuses(DeploySettings.class, "hookTimeout", "soon");
        refuses(DeploySettings.class, "hookHosts", "some");
        refuses(DeploySettings.class, "release", "a/b");
        refuses(HealthCheckSettings.class, "scheme", "ftp");
        refuses(HealthCheckSettings.class, "port", "9000");
        refuses(HealthCheckSettings.class, "path", "health");
        refuses(HealthCheckSettings.class, "headers", "Host");
        refuses(HealthCheckSettings.class, "status", "ok");
        refuses(HealthCheckSettings.class, "body", "(");
        refuses(HealthCheckSettings.class, "expectRelease", "X Release");
        refuses(HealthCheckSettings.class, "successes", "0");
        refuses(HealthCheckSettings.class, "retries", "-1");
        refuses(HealthCheckSettings.class, "interval", "often");
        refuses(HealthCheckSettings.class, "timeout", "0");
        refuses(HealthCheckSettings.class, "initialDelay", "later");
        refuses(NginxSettings.class, "hosts", "a,a");
        refuses(NginxSettings.class, "flagFile", "green");
        refuses(NginxSettings.class, "includeFile", "service-port.inc");
        refuses(NginxSettings.class, "variable", "$service_port");
        refuses(NginxSettings.class, "reloadTimeout", "soon");
        refuses(HaproxySettings.class, "mapFile", "backend.map");
        refuses(HaproxySettings.class, "socket", "/run/admin sock");
        refuses(HaproxySettings.class, "key", "a b");
        refuses(HaproxySettings.class, "hosts", "a,a");
        refuses(CommandRouterSettings.class, "timeout", "soon");
        refuses(CommandRouterSettings.class, "hosts", "a,a");
        refuses(HostSettings.class, "name", "web 1");
        refuses(HostSettings.class, "address", "a b@");
        refuses(HostSettings.class, "hostKeys", "web1 is known");
        refuses(HostSettings.class, "jumpHosts", "a b@");

        refuses(StatusSettings.class, "expect", "a/b");
        refuses(StatusSettings.class, "hosts", "a b@");
        refuses(RollbackSettings.class, "release", "../r1");
        refuses(RollbackSettings.class, "greenPort", "8080", new NameValuePair("bluePort", "8080"));
        takes(StatusSettings.class, "expect", "42");
        takes(RollbackSettings.class, "release", "20261128-140301-backend-41");

        takes(DeploySettings.class, "hosts", "");
        takes(DeploySettings.class, "passEnvironment", "A, B C");
        takes(DeploySettings.class, "greenPort", "8081", new NameValuePair("bluePort", "8080"));
        takes(DeploySettings.class, "greenPort", "8081", new NameValuePair("bluePort", ""));
        takes(HealthCheckSettings.class, "body", "UP$");
        takes(NginxSettings.class, "variable", "service_port");
        takes(HaproxySettings.class, "socket", "/run/haproxy/admin.sock");
        takes(CommandRouterSettings.class, "switch", "to $SLOT");
        takes(CommandRouterSettings.class, "show", "which");
        takes(NginxSettings.class, "testCommand", "sudo -n nginx -t");
    }

    @Test
    void sentencesAreThoseOfTheRun() throws Exception {
        assertThat(check(null, HealthCheckSettings.class, "successes", "eighty"))
                .contains("healthCheck.successes is &#039;eighty&#039;; it is a whole number.");
        assertThat(check(null, DeploySettings.class, "hostKeyVerification", "acceptFirstConnection"))
                .startsWith("<div class=\"warning\">")
                .contains("Giving the host keys is safer.");
        assertThat(check(null, HostSettings.class, "hostKeys", "web1 is known", new NameValuePair("name", "web1")))
                .contains("Line 1 of hostKeys of the host &#039;web1&#039;");
    }

    @Test
    void theFormsAskThoseAddresses() throws Exception {
        DeploySettings application = new DeploySettings();
        application.setApplication("shop");
        NginxSettings nginx =
                new NginxSettings(); // otherwise the form of a job shows its fields only when it is chosen
        nginx.setFlagFile("/etc/nginx/flag");
        application.setRouter(nginx);
        application.setProcess(new SessionSettings());
        application.setStrategy(new RollingSettings());
        BlueGreenConfiguration.get().setApplications(List.of(application));
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new BlueGreenBuilder(application));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            for (String address : List.of(SETUP + "application/shop/", job.getUrl() + "configure")) {
                HtmlPage page = client.goTo(address);
                for (Class<?> settings : List.of(
                        DeploySettings.class,
                        HealthCheckSettings.class,
                        NginxSettings.class,
                        SessionSettings.class,
                        RollingSettings.class)) {
                    for (SettingsProperty property : SettingsProperty.of(settings)) {
                        if (property.name().equals("credentialsId")
                                || !List.of(String.class, Integer.class).contains(property.type())
                                || property.name().equals("release") && address.startsWith("manage")) {
                            continue;
                        }
                        String url = "/descriptorByName/" + settings.getName() + "/check/" + property.name();
                        List<DomElement> asking = page.getByXPath("//*[substring(@checkUrl, string-length(@checkUrl) - "
                                + (url.length() - 1) + ")='" + url + "' and @checkDependsOn='"
                                + (property.name().equals("greenPort") ? "bluePort" : "") + "']");
                        assertThat(asking).as(address + " " + property.name()).isNotEmpty();
                    }
                }
            }
        }
        BlueGreenConfiguration.get().setApplications(List.of());
    }

    @Test
    void aVariableStandsForAnythingInAJobAndForNothingOnTheGlobalPage() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();

        assertThat(checksOfVariables(job)).containsOnly("<div/>");
        assertThat(checksOfVariables(null)).allMatch(answer -> answer.startsWith("<div class=\"error\">"));
        assertThat(check(job, HealthCheckSettings.class, "body", "(UP$")).startsWith("<div class=\"error\">");
        assertThat(check(job, HealthCheckSettings.class, "successes", "$PORT")).startsWith("<div class=\"error\">");
        assertThat(check(job, DeploySettings.class, "passEnvironment", "$NAME")).startsWith("<div class=\"error\">");
        assertThat(check(job, DeploySettings.class, "environment", "$NAME=1")).isEqualTo("<div/>");
    }

    private static List<String> checksOfVariables(Item item) throws Exception {
        return List.of(
                check(item, DeploySettings.class, "application", "$APP"),
                check(item, DeploySettings.class, "hosts", "deploy@${HOST}"),
                check(item, DeploySettings.class, "startTimeout", "${MINUTES}m"),
                check(item, HealthCheckSettings.class, "interval", "$INTERVAL"),
                check(item, NginxSettings.class, "hosts", "$HOST"),
                check(item, NginxSettings.class, "flagFile", "${FLAG}"));
    }
}
