package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsCheck;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.kohsuke.stapler.Stapler;

/** Who may see and do what through the addresses of the forms. */
class PermissionsTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String SETTINGS = DeploySettings.class.getName();
    private static final String PAGE = "manage/blue-green-deploy";

    private static final List<String> BUTTONS = List.of("/test", "/look", "/showRouter");

    /** Of a router of which there is no class. */
    private static final String UNREADABLE =
            "{\"application\": {\"application\": \"shop\", \"router\": {\"stapler-class\": \"no.such.Router\"}}}";

    private static FreeStyleProject inFolder;
    private static FreeStyleProject outside;

    @BeforeAll
    @SuppressWarnings("deprecation") // a property is made without credentials by no other constructor
    static void fill() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        authorize("admin");
        Folder folder = jenkins.createProject(Folder.class, "team");
        inFolder = folder.createProject(FreeStyleProject.class, "shop");
        outside = jenkins.createFreeStyleProject("other");
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .addAll(List.of(
                        password(CredentialsScope.GLOBAL, "for-all"),
                        password(CredentialsScope.SYSTEM, "for-jenkins")));
        FolderCredentialsProperty store = new FolderCredentialsProperty(List.of());
        folder.addProperty(store);
        CredentialsStore credentials = store.getStore();
        credentials.addCredentials(Domain.global(), password(CredentialsScope.GLOBAL, "for-the-team"));
    }

    private static UsernamePasswordCredentialsImpl password(CredentialsScope scope, String id) throws Exception {
        return new UsernamePasswordCredentialsImpl(scope, id, "a description", "deploy", "a password for " + id);
    }

    private static void authorize(String administrator) {
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("developer")
                .grant(CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("robot")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to(administrator));
    }

    private record Answer(int status, String body) {}

    private static Answer ask(String user, HttpMethod method, String address, boolean crumb, NameValuePair... fields)
            throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            client.setThrowExceptionOnFailingStatusCode(false);
            URL plain = new URL(client.getContextPath() + address);
            WebRequest request = new WebRequest(crumb ? client.createCrumbedUrl(address) : plain, method);
            if (method == HttpMethod.POST) {
                request.setRequestParameters(List.of(fields));
            }
            var response = client.withBasicCredentials(user).getPage(request).getWebResponse();
            return new Answer(response.getStatusCode(), response.getContentAsString());
        }
    }

    private static List<String> offered(String user, String item, String type) throws Exception {
        Answer answer = ask(
                user,
                HttpMethod.POST,
                item + "descriptorByName/" + type + "/fillCredentialsIdItems",
                true,
                new NameValuePair("credentialsId", "chosen"));
        assertThat(answer.status).isEqualTo(200);
        return JSONObject.fromObject(answer.body).getJSONArray("values").stream()
                .map(value -> ((JSONObject) value).getString("value"))
                .filter(value -> !value.isEmpty())
                .sorted()
                .toList();
    }

    @Test
    void credentialsAreListedForThoseOnlyWhoMayUseThemThere() throws Exception {
        assertThat(offered("developer", inFolder.getUrl(), SETTINGS))
                .containsExactly("chosen", "for-all", "for-the-team");
        assertThat(offered("robot", inFolder.getUrl(), SETTINGS)).containsExactly("chosen", "for-all", "for-the-team");
        assertThat(offered("developer", outside.getUrl(), SETTINGS)).containsExactly("chosen", "for-all");
        assertThat(offered("reader", inFolder.getUrl(), SETTINGS)).containsExactly("chosen");
        assertThat(offered("developer", "", SETTINGS)).containsExactly("chosen");
        assertThat(offered("developer", "", HostSettings.class.getName())).containsExactly("chosen");
        assertThat(offered("developer", inFolder.getUrl(), HostSettings.class.getName()))
                .containsExactly("chosen");
    }

    @Test
    void theGlobalPageOffersWhatABuildCanUse() throws Exception {
        assertThat(offered("admin", "", SETTINGS)).containsExactly("chosen", "for-all");
        assertThat(offered("admin", "", HostSettings.class.getName())).containsExactly("chosen", "for-all");
    }

    @Test
    void theTestUsesWhatABuildCanUse() throws Exception {
        for (String hidden : List.of("for-jenkins", "for-the-team")) {
            Answer answer = ask("admin", HttpMethod.POST, PAGE + "/test", true, page(hidden));

            assertThat(answer.body).contains("There are no credentials").contains(hidden);
        }
    }

    /** What the page sends about its one application. */
    private static NameValuePair[] page(String credentialsId) {
        JSONObject router = new JSONObject();
        router.put("stapler-class", NginxSettings.class.getName());
        router.put("flagFile", "/etc/nginx/flag");
        JSONObject application = new JSONObject();
        application.put("application", "shop");
        application.put("hosts", "127.0.0.1:1");
        application.put("credentialsId", credentialsId);
        application.put("bluePort", "8080");
        application.put("greenPort", "8081");
        application.put("deployDirectory", "/srv/shop");
        application.put("router", router);
        JSONObject page = new JSONObject();
        page.put("application", application);
        return new NameValuePair[] {new NameValuePair("page", page.toString())};
    }

    @Test
    void whatConnectsOrTellsTakesAnAdministratorAPostAndACrumb() throws Exception {
        for (String button : BUTTONS) {
            assertThat(ask("admin", HttpMethod.POST, PAGE + button, true, page("for-jenkins")).status)
                    .as(button)
                    .isEqualTo(200);
            assertThat(ask("admin", HttpMethod.GET, PAGE + button, true, page("for-jenkins")).status)
                    .as(button)
                    .isEqualTo(404);
            assertThat(ask("admin", HttpMethod.POST, PAGE + button, false, page("for-jenkins")).status)
                    .as(button)
                    .isEqualTo(403);
            assertThat(ask("developer", HttpMethod.POST, PAGE + button, true, page("for-jenkins")).status)
                    .as(button)
                    .isEqualTo(403);
        }
    }

    @Test
    void aPageThatCannotBeReadIsToldInASentence() throws Exception {
        for (String text : List.of("", "{", "[]", UNREADABLE)) {
            for (String button : BUTTONS) {
                NameValuePair[] sent = {new NameValuePair("page", text)};
                Answer answer = ask("admin", HttpMethod.POST, PAGE + button, true, sent);

                assertThat(answer.status).as(text + button).isEqualTo(200);
                assertThat(answer.body)
                        .as(text + button)
                        .contains("cannot be read")
                        .doesNotContain("Exception");
            }
        }
    }

    @Test
    void aPageOfOddValuesIsToldInASentence() throws Exception {
        for (String text : List.of("{\"application\": 5}", "{\"hosts\": {\"port\": {}}}")) {
            for (String button : BUTTONS) {
                Answer answer = ask("admin", HttpMethod.POST, PAGE + button, true, new NameValuePair("page", text));

                assertThat(answer.status).as(text + button).isEqualTo(200);
                assertThat(answer.body)
                        .as(text + button)
                        .contains("cannot be read")
                        .doesNotContain("Exception");
            }
        }
    }

    @Test
    void aPageThatCannotBeReadIsNotSaved() throws Exception {
        jenkins.executeOnServer(() -> {
            assertThatThrownBy(() -> BlueGreenConfiguration.get()
                            .put(
                                    null,
                                    Typed.in(Stapler.getCurrentRequest2(), UNREADABLE)
                                            .application()))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("cannot be read");
            return null;
        });
    }

    /** What somebody began to look at is told to an administrator alone, and only by POST. */
    @Test
    void whatWasFoundIsAnAdministratorsAlone() throws Exception {
        Answer begun = ask("admin", HttpMethod.POST, PAGE + "/test", true, page("for-all"));
        Matcher id = Pattern.compile("data-id=\"([0-9a-f-]{36})\"").matcher(begun.body);
        assertThat(id.find()).as(begun.body).isTrue();
        NameValuePair which = new NameValuePair("id", id.group(1));

        assertThat(ask("admin", HttpMethod.POST, PAGE + "/told", true, which).status)
                .isEqualTo(200);
        assertThat(ask("admin", HttpMethod.POST, PAGE + "/told", false, which).status)
                .isEqualTo(403);
        assertThat(ask("admin", HttpMethod.GET, PAGE + "/told?id=" + id.group(1), false).status)
                .isEqualTo(404);
        assertThat(ask("developer", HttpMethod.POST, PAGE + "/told", true, which).status)
                .isEqualTo(403);
        assertThat(ask("admin", HttpMethod.POST, PAGE + "/told", true, new NameValuePair("id", "0")).status)
                .isEqualTo(404);
        authorize("somebody else");
        try {
            assertThat(ask("admin", HttpMethod.POST, PAGE + "/told", true, which).status)
                    .isEqualTo(403);
        } finally {
            authorize("admin");
        }
    }

    @Test
    void thePagesAreAnAdministratorsAlone() throws Exception {
        DeploySettings shop = new DeploySettings();
        shop.setApplication("shop");
        BlueGreenConfiguration.get().setApplications(List.of(shop));
        try {
            for (String page : List.of("/", "/new/", "/general/", "/application/shop/")) {
                assertThat(ask("admin", HttpMethod.GET, PAGE + page, false).status)
                        .as(page)
                        .isEqualTo(200);
                assertThat(ask("developer", HttpMethod.GET, PAGE + page, false).status)
                        .as(page)
                        .isEqualTo(403);
            }
            for (String action :
                    List.of("/new/save", "/general/save", "/application/shop/save", "/application/shop/delete")) {
                assertThat(ask("developer", HttpMethod.POST, PAGE + action, true).status)
                        .as(action)
                        .isEqualTo(403);
                assertThat(ask("admin", HttpMethod.POST, PAGE + action, false).status)
                        .as(action)
                        .isEqualTo(403);
                assertThat(ask("admin", HttpMethod.GET, PAGE + action, false).status)
                        .as(action)
                        .isEqualTo(404);
            }
            assertThat(BlueGreenConfiguration.get().getApplications()).hasSize(1);
        } finally {
            BlueGreenConfiguration.get().setApplications(List.of());
        }
    }

    @Test
    void whoIsNoAdministratorAnyMoreMayNotTestAnyMore() throws Exception {
        authorize("somebody else");
        try {
            assertThat(ask("admin", HttpMethod.POST, PAGE + "/test", true, page("for-all")).status)
                    .isEqualTo(403);
            assertThat(offered("admin", "", SETTINGS)).containsExactly("chosen");
        } finally {
            authorize("admin");
        }
    }

    /** A check that opened the pipe would wait for a writer, and one that looked would see a difference. */
    @Test
    void noCheckTouchesAFile(@TempDir Path directory) throws Exception {
        Path pipe = directory.resolve("path0");
        Programs.run(Programs.find("mkfifo", "coreutils"), pipe.toString());
        Path file = Files.writeString(directory.resolve("path1"), "text");
        Path none = directory.resolve("path2");

        SettingsCheck check = ExtensionList.lookupSingleton(SettingsCheck.class);
        int checks = 0;
        for (Class<? extends Settings<?>> type :
                List.of(DeploySettings.class, HealthCheckSettings.class, NginxSettings.class, HostSettings.class)) {
            for (SettingsProperty property : SettingsProperty.of(type)) {
                if (property.type() != String.class) {
                    continue;
                }
                List<String> answers = new ArrayList<>();
                for (Path path : List.of(none, file, pipe, directory)) {
                    Settings<?> given = type.getConstructor().newInstance();
                    property.set(given, path.toString());
                    answers.add(assertTimeoutPreemptively(
                                    Duration.ofSeconds(30), () -> answer(check, given), property::name)
                            .replace(path.toString(), "PATH"));
                }
                assertThat(answers).as(property.name()).containsOnly(answers.get(0));
                checks++;
            }
        }
        assertThat(checks).isGreaterThan(30);
    }

    private static String answer(SettingsCheck check, Settings<?> given) {
        try {
            return check.check(given).orElse("");
        } catch (PlanException e) {
            return e.getMessage();
        }
    }
}
