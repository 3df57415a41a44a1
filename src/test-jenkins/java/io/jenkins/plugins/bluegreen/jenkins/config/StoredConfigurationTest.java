package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Files as they were stored by each version: what is in them must be understood for ever. */
@WithJenkins
class StoredConfigurationTest {

    private static InputStream stored(String file) {
        return StoredConfigurationTest.class.getResourceAsStream("stored-1.0/" + file);
    }

    private static Map<String, Object> values(Object fields) {
        return DescribableModel.uninstantiate2_(fields).toMap();
    }

    @Test
    void theGlobalConfigurationLoads(JenkinsRule jenkins) throws Exception {
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        try (InputStream file = stored("global.xml")) {
            Files.copy(
                    file,
                    jenkins.jenkins.getRootDir().toPath().resolve(BlueGreenConfiguration.class.getName() + ".xml"));
        }

        configuration.load();

        assertThat(configuration.getApplications())
                .extracting(StoredConfigurationTest::values)
                .containsExactly(Map.ofEntries(
                        Map.entry("application", "backend"),
                        Map.entry("artifact", "target/*.jar"),
                        Map.entry("hosts", "web1"),
                        Map.entry("credentialsId", "deploy-key"),
                        Map.entry("bluePort", 8080),
                        Map.entry("greenPort", 8081),
                        Map.entry("deployDirectory", "/srv/backend"),
                        Map.entry("healthCheck", Map.of("path", "/actuator/health")),
                        Map.entry(
                                "router",
                                Map.of("$class", "NginxSettings", "flagFile", "/etc/nginx/bluegreen/backend/green")),
                        Map.entry("frontDoor", "https://backend.example.com/"),
                        Map.entry("observe", "10s")));
        assertThat(configuration.getHosts())
                .extracting(HostSettings::getName, HostSettings::getAddress, HostSettings::getJumpHosts)
                .containsExactly(
                        tuple("bastion", "jump@bastion.example.com", null),
                        tuple("web1", "deploy@10.0.3.17:2222", "bastion"));
    }

    @Test
    void aFreestyleJobLoads(JenkinsRule jenkins) throws Exception {
        FreeStyleProject project;
        try (InputStream file = stored("job.xml")) {
            project = (FreeStyleProject) jenkins.jenkins.createProjectFromXML("shop", file);
        }

        DeploySettings deployment =
                project.getBuildersList().get(BlueGreenBuilder.class).getDeployment();

        assertThat(values(deployment))
                .isEqualTo(Map.of(
                        "application", "backend",
                        "artifact", "target/app-$VERSION.jar",
                        "hostKeyVerification", "acceptFirstConnection",
                        "jumpHosts", "bastion",
                        "passEnvironment", "DB_PASSWORD",
                        "healthCheck", Map.of("path", "/health", "retries", 10, "interval", "20s"),
                        "router",
                                Map.of("$class", "NginxSettings", "includeFile", "/etc/nginx/conf.d/service-port.inc"),
                        "release", "r-${BUILD_NUMBER}"));
    }

    @Test
    void aBuildStepThatSaysNothingIsRefusedWithASentence(JenkinsRule jenkins) throws Exception {
        String file = "<project><builders><" + BlueGreenBuilder.class.getName() + "/></builders></project>";
        FreeStyleProject project = (FreeStyleProject) jenkins.jenkins.createProjectFromXML(
                "nothing", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, project);

        jenkins.assertLogContains("FAILED: application is not set; give it in the job.", build);
    }
}
