package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomAttr;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.kohsuke.stapler.DataBoundSetter;

/** What people typed stays text on every page, and no page of the plugin needs a script in it. */
class PagesTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String MARKUP = "'\"><img src=x onerror=alert(1)><script>alert(2)</script>";
    private static final String OF_OURS = "//*[@descriptorid and starts-with(@descriptorid,"
            + " 'io.jenkins.plugins.bluegreen') or @name='application' or @name='general' or @id='bgs-applications']/descendant-or-self::*";

    private static FreeStyleProject job;

    @BeforeAll
    static void typeMarkupIntoEveryField() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "key", MARKUP, "user" + MARKUP, "a password"));
        DeploySettings application = filled(new DeploySettings());
        application.setApplication("shop");
        HostSettings host = EveryField.host("web");
        host.setCredentialsId(MARKUP);
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        configuration.setApplications(List.of(application));
        configuration.setHosts(List.of(host));
        job = jenkins.createFreeStyleProject("shop");
        DeploySettings own = filled(new DeploySettings());
        // These are refused without a word of what they are, which might be a secret.
        own.setPassEnvironment("A");
        own.setFrontDoorHeaders("A: " + MARKUP);
        own.getHealthCheck().setHeaders("A: " + MARKUP);
        job.getBuildersList().add(new BlueGreenBuilder(own));
        job.save();
    }

    private static DeploySettings filled(DeploySettings fields) throws Exception {
        fields.setHealthCheck(typed(new HealthCheckSettings()));
        fields.setRouter(typed(new NginxSettings()));
        fields.setProcess(typed(new SessionSettings()));
        fields.setStrategy(typed(new RollingSettings()));
        return typed(fields);
    }

    private static <T> T typed(T fields) throws Exception {
        for (Method setter : fields.getClass().getMethods()) {
            if (setter.isAnnotationPresent(DataBoundSetter.class) && setter.getParameterTypes()[0] == String.class) {
                setter.invoke(fields, MARKUP);
            }
        }
        return fields;
    }

    private static HtmlPage page(String address) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.setJavaScriptEnabled(false);
        return client.goTo(address);
    }

    private static void isInert(HtmlPage page) {
        assertThat(page.getByXPath("//img[@src='x'] | //*[@onerror]")).isEmpty();
        assertThat(page.getByXPath("//script").stream().map(script -> ((DomElement) script).getTextContent()))
                .noneMatch(script -> script.contains("alert(2)"));
    }

    private static void holdsNoScript(HtmlPage page) {
        List<String> found = new ArrayList<>();
        List<DomElement> ours = page.getByXPath(OF_OURS);
        for (DomElement element : ours) {
            if (element.getTagName().equals("script")
                    && !element.hasAttribute("src")
                    && !element.getTextContent().isBlank()) {
                found.add(element.asXml());
            }
            for (DomAttr attribute : element.getAttributesMap().values()) {
                String name = attribute.getName().toLowerCase(Locale.ROOT);
                if (name.startsWith("on")
                        || attribute.getValue().strip().toLowerCase(Locale.ROOT).startsWith("javascript:")) {
                    found.add(element.getTagName() + " " + name + "=" + attribute.getValue());
                }
            }
        }
        assertThat(ours).hasSizeGreaterThan(10);
        assertThat(found).isEmpty();
    }

    @Test
    void theGlobalPageShowsTextAsText() throws Exception {
        for (String address : List.of("", "application/shop/", "general/")) {
            HtmlPage page = page("manage/blue-green-deploy/" + address);

            assertThat(page.getWebResponse().getContentAsString()).as(address).contains("&lt;img src=x");
            isInert(page);
            holdsNoScript(page);
        }
    }

    @Test
    void theFormOfTheJobShowsTextAsText() throws Exception {
        HtmlPage page = page(job.getUrl() + "configure");

        assertThat(page.getWebResponse().getContentAsString()).contains("&lt;img src=x");
        isInert(page);
        holdsNoScript(page);
    }

    @Test
    void theBuildShowsTextAsText() throws Exception {
        FreeStyleBuild build = job.scheduleBuild2(0).get();

        jenkins.assertLogContains("img src=x", build);
        isInert(page(job.getUrl()));
        isInert(page(build.getUrl()));
        isInert(page(build.getUrl() + "console"));
    }

    @Test
    void everyCheckAnswersWithText() throws Exception {
        List<String> told = new ArrayList<>();
        for (Class<?> settings :
                List.of(DeploySettings.class, HealthCheckSettings.class, NginxSettings.class, HostSettings.class)) {
            for (SettingsProperty property : SettingsProperty.of(settings)) {
                told.add(answer(settings, "check/" + property.name(), List.of(new NameValuePair("value", MARKUP))));
            }
        }
        String typed = JSONObject.fromObject(Map.of(
                        "application",
                        Map.of("application", MARKUP, "hosts", MARKUP, "bluePort", "1", "greenPort", "2")))
                .toString();
        for (String button : List.of("test", "look", "showRouter")) {
            for (String page : List.of(typed, MARKUP)) {
                String address = "manage/blue-green-deploy/" + button;
                assertThat(answerAt(address, List.of(new NameValuePair("page", page))))
                        .as(button)
                        .doesNotContain("<img src=x", "<script>alert");
            }
        }
        assertThat(told).hasSizeGreaterThan(30).anyMatch(body -> body.contains("&lt;img"));
        assertThat(told).allSatisfy(body -> assertThat(body).doesNotContain("<img", "<script"));
    }

    private static String answer(Class<?> described, String method, List<NameValuePair> sent) throws Exception {
        return answerAt("descriptorByName/" + described.getName() + "/" + method, sent);
    }

    private static String answerAt(String address, List<NameValuePair> sent) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            client.setThrowExceptionOnFailingStatusCode(false);
            WebRequest request = new WebRequest(client.createCrumbedUrl(address), HttpMethod.POST);
            request.setRequestParameters(sent);
            return client.getPage(request).getWebResponse().getContentAsString();
        }
    }
}
