package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.htmlunit.html.HtmlButton;
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
        BlueGreenConfiguration.get().setApplications(List.of(application));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.goTo("manage/configure");
            // The last one; the first is that of the template for further applications.
            List<HtmlButton> buttons = page.getDocumentElement().getElementsByTagName("button").stream()
                    .map(HtmlButton.class::cast)
                    .filter(button -> button.getTextContent().strip().equals("Test"))
                    .filter(button ->
                            button.getAttribute("data-validate-button-method").equals("testApplication"))
                    .toList();
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
        application.getNginx().setHosts("127.0.0.1:1");

        assertThat(press(application)).contains("login works").contains("127.0.0.1:1");
    }
}
