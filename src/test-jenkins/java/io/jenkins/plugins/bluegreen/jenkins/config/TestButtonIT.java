package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The button "Test" of the global page, pressed in the page, against a real OpenSSH server and a real nginx. */
@WithJenkins
class TestButtonIT {

    private final JenkinsBench bench = new JenkinsBench();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        bench.facts().addCredentials();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String press(DeploySettings application) throws Exception {
        return press("Test", application, form -> {});
    }

    /** @param typed types into the page what is not saved */
    private String press(String title, DeploySettings application, Consumer<HtmlForm> typed) throws Exception {
        DeploySettings first = new DeploySettings();
        first.setApplication("first");
        BlueGreenConfiguration.get().setApplications(List.of(first, application));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.goTo("manage/configure");
            // The last one; the first is that of the template for further applications.
            List<HtmlButton> buttons = page.getDocumentElement().getElementsByTagName("button").stream()
                    .map(HtmlButton.class::cast)
                    .filter(button -> button.getTextContent().strip().equals(title))
                    .filter(button -> button.getAttribute("data-list").equals("applications"))
                    .toList();
            typed.accept(page.getFormByName("config"));
            buttons.get(buttons.size() - 1).click();
            client.waitForBackgroundJavaScript(20_000);
            return page.getFormByName("config").getTextContent();
        }
    }

    @Test
    void saysWhereADeploymentWouldGoAndChangesNothing() throws Exception {
        DeploySettings application = bench.facts().application("backend");

        assertThat(press(application)).contains("a deployment would go to blue (" + bench.slots.blue() + ")");
        assertThat(Files.exists(Path.of(application.getDeployDirectory()))).isFalse();
    }

    @Test
    void saysWhichHostKeyIsUnknown() throws Exception {
        DeploySettings application = bench.facts().application("backend");
        application.setHostKeys(bench.sshd.knownHosts("rsa").replace("127.0.0.1", "127.0.0.2"));

        assertThat(press(application))
                .contains("The host key of 127.0.0.1:" + bench.sshd.target().port());
    }

    @Test
    void tellsOneRefusedLoginOnce() throws Exception {
        DeploySettings application = bench.facts().application("backend");
        application.setHosts("127.0.0.1:1");

        assertThat(press(application)).containsOnlyOnce("Cannot connect to 127.0.0.1 port 1");
    }

    @Test
    void takesTheHostsOfNginxForWhatTheyAre() throws Exception {
        DeploySettings application = bench.facts().application("backend");
        ((NginxSettings) application.getRouter()).setHosts("127.0.0.1:1");

        assertThat(press(application)).contains("login works").contains("127.0.0.1:1");
    }

    @Test
    void sendsThePageAsItStandsAndSavesNothing() throws Exception {
        DeploySettings application = bench.facts().application("backend");
        application.setHosts("web1");
        HostSettings host = EveryField.host("web1");
        host.setAddress("127.0.0.1:1");
        BlueGreenConfiguration.get().setHosts(List.of(host));

        assertThat(press(application)).contains("Cannot connect to 127.0.0.1 port 1");
        String told = press(
                "Test",
                application,
                form -> form.getInputsByName("_.address").stream()
                        .filter(input -> input.getValue().equals("127.0.0.1:1"))
                        .forEach(input -> input.setValue(bench.facts().hosts())));

        assertThat(told).contains("a deployment would go to blue");
        assertThat(BlueGreenConfiguration.get().getHosts())
                .extracting(HostSettings::getAddress)
                .containsExactly("127.0.0.1:1");
    }

    @Test
    void seesWhatADeploymentWouldBeGiven() throws Exception {
        DeploySettings application = bench.facts().application("backend");

        String told = press(
                "Test",
                application,
                form -> form.getInputsByName("_.frontDoor").stream()
                        .filter(input -> input.getValue().equals(application.getFrontDoor()))
                        .forEach(input -> input.setValue("nowhere")));

        assertThat(told).contains("frontDoor must be an http or https URL");
    }

    @Test
    void showsTheConfigurationOfTheRouter() throws Exception {
        DeploySettings application = bench.facts().application("backend");

        String told = press(
                "Show the nginx configuration",
                application,
                form -> form.getInputsByName("_.flagFile").stream()
                        .filter(input -> !input.getValue().isEmpty())
                        .forEach(input -> input.setValue("/typed/flag")));

        assertThat(told).contains("if (-f /typed/flag)");
    }
}
