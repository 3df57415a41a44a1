package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep;
import io.jenkins.plugins.bluegreen.lab.Programs;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

/** Who may see and do what through the addresses of the forms. */
class PermissionsTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String STEP = BlueGreenStep.class.getName();
    private static final String PAGE = "descriptorByName/" + BlueGreenConfiguration.class.getName();

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
        assertThat(offered("developer", inFolder.getUrl(), STEP)).containsExactly("chosen", "for-all", "for-the-team");
        assertThat(offered("robot", inFolder.getUrl(), STEP)).containsExactly("chosen", "for-all", "for-the-team");
        assertThat(offered("developer", outside.getUrl(), STEP)).containsExactly("chosen", "for-all");
        assertThat(offered("reader", inFolder.getUrl(), STEP)).containsExactly("chosen");
        assertThat(offered("developer", "", STEP)).containsExactly("chosen");
        assertThat(offered("developer", "", HostSettings.class.getName())).containsExactly("chosen");
        assertThat(offered("developer", inFolder.getUrl(), HostSettings.class.getName()))
                .containsExactly("chosen");
    }

    @Test
    void theGlobalPageOffersWhatABuildCanUse() throws Exception {
        assertThat(offered("admin", "", STEP)).containsExactly("chosen", "for-all");
        assertThat(offered("admin", "", HostSettings.class.getName())).containsExactly("chosen", "for-all");
    }

    @Test
    void theTestUsesWhatABuildCanUse() throws Exception {
        for (String hidden : List.of("for-jenkins", "for-the-team")) {
            Answer answer = ask(
                    "admin",
                    HttpMethod.POST,
                    PAGE + "/testApplication",
                    true,
                    new NameValuePair("application", "shop"),
                    new NameValuePair("hosts", "127.0.0.1:1"),
                    new NameValuePair("credentialsId", hidden),
                    new NameValuePair("bluePort", "8080"),
                    new NameValuePair("greenPort", "8081"),
                    new NameValuePair("deployDirectory", "/srv/shop"),
                    new NameValuePair("flagFile", "/etc/nginx/flag"));

            assertThat(answer.body).contains("There are no credentials").contains(hidden);
        }
    }

    @Test
    void whatConnectsOrTellsTakesAnAdministratorAPostAndACrumb() throws Exception {
        for (String button : List.of("/testApplication", "/showNginx")) {
            assertThat(ask("admin", HttpMethod.POST, PAGE + button, true).status)
                    .as(button)
                    .isEqualTo(200);
            assertThat(ask("admin", HttpMethod.GET, PAGE + button, true).status)
                    .as(button)
                    .isEqualTo(404);
            assertThat(ask("admin", HttpMethod.POST, PAGE + button, false).status)
                    .as(button)
                    .isEqualTo(403);
            assertThat(ask("developer", HttpMethod.POST, PAGE + button, true).status)
                    .as(button)
                    .isEqualTo(403);
        }
    }

    @Test
    void whoIsNoAdministratorAnyMoreMayNotTestAnyMore() throws Exception {
        authorize("somebody else");
        try {
            assertThat(ask("admin", HttpMethod.POST, PAGE + "/testApplication", true).status)
                    .isEqualTo(403);
            assertThat(offered("admin", "", STEP)).containsExactly("chosen");
        } finally {
            authorize("admin");
        }
    }

    private static Stream<Descriptor<?>> descriptors() {
        return jenkins.jenkins.getExtensionList(Descriptor.class).stream()
                .filter(each -> each.getClass().getName().startsWith("io.jenkins.plugins.bluegreen"))
                .map(each -> (Descriptor<?>) each);
    }

    private static Stream<Method> addresses(Descriptor<?> descriptor, String prefix) {
        return Stream.of(descriptor.getClass().getMethods())
                .filter(method -> method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.bluegreen"))
                .filter(method -> method.getName().startsWith(prefix));
    }

    /** A check that opened the pipe would wait for a writer, and one that looked would see a difference. */
    @Test
    void noCheckTouchesAFile(@TempDir Path directory) throws Exception {
        Path pipe = directory.resolve("path0");
        Programs.run(Programs.find("mkfifo", "coreutils"), pipe.toString());
        Path file = Files.writeString(directory.resolve("path1"), "text");
        Path none = directory.resolve("path2");

        List<Descriptor<?>> all = descriptors().toList();
        int checks = 0;
        for (Descriptor<?> descriptor : all) {
            for (Method check : addresses(descriptor, "doCheck").toList()) {
                List<String> answers = new ArrayList<>();
                for (Path path : List.of(none, file, pipe, directory)) {
                    answers.add(assertTimeoutPreemptively(
                                    Duration.ofSeconds(30),
                                    () -> answer(descriptor, check, path.toString()),
                                    check::toString)
                            .replace(path.toString(), "PATH"));
                }
                assertThat(answers).as(check.toString()).containsOnly(answers.get(0));
                checks++;
            }
        }
        assertThat(checks).isGreaterThan(30);
    }

    private static String answer(Descriptor<?> descriptor, Method check, String value) throws Exception {
        Object[] values = Arrays.stream(check.getParameterTypes())
                .map(type -> type == String.class ? value : null)
                .toArray();
        FormValidation result = (FormValidation) check.invoke(descriptor, values);
        return result.kind + " " + result.getMessage();
    }
}
