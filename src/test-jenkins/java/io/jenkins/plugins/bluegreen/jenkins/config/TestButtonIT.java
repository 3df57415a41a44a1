package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
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
        return press("bgs-test", application, form -> {});
    }

    /** @param typed types into the page what is not saved */
    private String press(String button, DeploySettings application, Consumer<HtmlForm> typed) throws Exception {
        BlueGreenConfiguration.get().setApplications(List.of(application));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.goTo("manage/blue-green-deploy/application/" + application.getApplication() + "/");
            typed.accept(page.getFormByName("application"));
            ((HtmlButton) page.getElementById(button)).click();
            client.waitForBackgroundJavaScript(30_000);
            return page.getElementById("bgs-tested").getTextContent().replaceAll("\\s+", " ");
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
        application.setHosts("127.0.0.1:1");

        assertThat(press(application)).contains("Cannot connect to 127.0.0.1 port 1");
        String told = press(
                "bgs-test",
                application,
                form -> form.getInputByName("_.hosts").setValue(bench.facts().hosts()));

        assertThat(told).contains("a deployment would go to blue");
        assertThat(BlueGreenConfiguration.get().getApplications())
                .extracting(DeploySettings::getHosts)
                .containsExactly("127.0.0.1:1");
    }

    @Test
    void knowsTheHostsThatHaveNames() throws Exception {
        DeploySettings application = bench.facts().application("backend");
        application.setHosts("web1");
        HostSettings host = EveryField.host("web1");
        host.setAddress("127.0.0.1:1");
        BlueGreenConfiguration.get().setHosts(List.of(host));

        assertThat(press(application)).contains("Cannot connect to 127.0.0.1 port 1");
        BlueGreenConfiguration.get().setHosts(List.of());
    }

    @Test
    void tellsAnEmptyFormAllThatIsMissing() throws Exception {
        DeploySettings application = new DeploySettings();
        application.setApplication("backend");

        assertThat(press(application))
                .contains("It is not given yet.", "Fill it in.")
                .contains("Blue port", "Credentials", "Deploy directory", "Hosts")
                .doesNotContain("job");
    }

    @Test
    void looksFromAnAgentOfTheAdministratorsChoice() throws Exception {
        DeploySettings application = bench.facts().application("backend");
        BlueGreenConfiguration.get().setTestOn("deployers");

        assertThat(press(application)).contains("No agent has the name or the label 'deployers'");

        DumbSlave agent = jenkins.createOnlineSlave(Label.get("deployers"));
        assertThat(press(application)).contains("a deployment would go to blue");
        agent.toComputer().disconnect(new OfflineCause.ByCLI("for the test")).get();
        assertThat(press(application)).contains("No agent is online that has the name or the label 'deployers'");
        BlueGreenConfiguration.get().setTestOn(null);
    }

    @Test
    void seesWhatADeploymentWouldBeGiven() throws Exception {
        DeploySettings application = bench.facts().application("backend");

        String told = press(
                "bgs-test",
                application,
                form -> form.getInputByName("_.frontDoor").setValue("nowhere"));

        assertThat(told).contains("frontDoor must be an http or https URL");
    }

    @Test
    void showsTheConfigurationOfTheRouterToBeCopied() throws Exception {
        DeploySettings application = bench.facts().application("backend");
        application.setFrontDoor(null);

        String told = press(
                "bgs-show",
                application,
                form -> form.getInputByName("_.flagFile").setValue("/typed/flag"));

        assertThat(told).contains("if (-f /typed/flag)", "listen 80; # a guess", "Copy");
    }
}
