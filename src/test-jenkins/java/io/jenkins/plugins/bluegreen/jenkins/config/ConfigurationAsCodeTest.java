package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfiguratorException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The global page as a YAML file, and a job as a script of Job DSL. */
class ConfigurationAsCodeTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\n(unclassified:\n  blueGreenDeploy:\n.*?)```", Pattern.DOTALL);
    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    @TempDir
    private Path directory;

    @BeforeEach
    void forgetAll() {
        BlueGreenConfiguration.get().setApplications(List.of());
        BlueGreenConfiguration.get().setHosts(List.of());
    }

    private void read(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("jenkins.yaml"), yaml);
        ConfigurationAsCode.get().configure(file.toString());
    }

    private static Object ours(String yaml) {
        return ((Map<?, ?>) new Yaml().<Map<?, ?>>load(yaml).get("unclassified")).get("blueGreenDeploy");
    }

    private static Object written() throws Exception {
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(yaml);
        return ours(yaml.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theExampleOfReadmeIsReadAndWrittenAsItStands() throws Exception {
        Matcher readme = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        assertThat(readme.find()).isTrue();
        String example = readme.group(1).replaceAll("AAAAC3\\w+\\.\\.\\.", KEY);

        read(example);

        assertThat(written()).isEqualTo(ours(example));
        assertThat(BlueGreenConfiguration.get().getApplications())
                .extracting(DeploySettings::getApplication)
                .containsExactly("backend");
        assertThat(BlueGreenConfiguration.get().getHosts())
                .extracting(HostSettings::getName)
                .containsExactly("bastion", "web1");
    }

    /** One name for two kinds, of which each has its place; and one parameter is a word of Java. */
    @Test
    void aRouterAndAProcessManagerByCommandsAreReadAndWritten() throws Exception {
        String yaml = """
                unclassified:
                  blueGreenDeploy:
                    applications:
                    - application: "shop"
                      process:
                        command:
                          status: "is-up"
                          stop: "halt"
                      router:
                        command:
                          show: "which"
                          switch: "to slot"
                """;

        read(yaml);

        assertThat(((Map<?, ?>) written()).get("applications")).isEqualTo(((Map<?, ?>) ours(yaml)).get("applications"));
    }

    @Test
    void eachKindOfRouterAndStrategyIsReadAndWritten() throws Exception {
        String yaml = """
                unclassified:
                  blueGreenDeploy:
                    applications:
                    - application: "a"
                      router:
                        caddy:
                          flagFile: "/srv/a/green"
                          hosts: "lb1"
                      strategy:
                        canary:
                          every: "1m"
                          maxErrors: "0.5%"
                          maxLatency: "300ms"
                          minRequests: 20
                          onFailure: "hold"
                          steps: "5%, 50%"
                          tooFew: "stop"
                    - application: "b"
                      router:
                        httpd:
                          flagFile: "/srv/b/green"
                      strategy:
                        rolling:
                          batch: "25%"
                          pause: "1m"
                    - application: "c"
                      router:
                        haproxy:
                          key: "c"
                          mapFile: "/etc/haproxy/c.map"
                          socket: "/run/c.sock"
                      strategy: "allAtOnce"
                """;

        read(yaml);

        assertThat(((Map<?, ?>) written()).get("applications")).isEqualTo(((Map<?, ?>) ours(yaml)).get("applications"));
    }

    @Test
    void everyFieldIsWrittenAndReadAgain() throws Exception {
        DeploySettings application = EveryField.everything();
        HostSettings host = EveryField.host("web1");
        host.setAddress("deploy@10.0.3.17:2222");
        host.setCredentialsId("web-key");
        host.setHostKeys("[10.0.3.17]:2222 ssh-ed25519 " + KEY);
        host.setJumpHosts("none");
        BlueGreenConfiguration.get().setHosts(List.of(host));
        BlueGreenConfiguration.get().setApplications(List.of(application));

        Object written = written();
        forgetAll();
        read(new Yaml().dump(Map.of("unclassified", Map.of("blueGreenDeploy", written))));

        assertThat(EveryField.given(
                        BlueGreenConfiguration.get().getApplications().get(0)))
                .isEqualTo(EveryField.given(application));
        assertThat(BlueGreenConfiguration.get().getHosts()).hasSize(1);
        assertThat(EveryField.given(host))
                .containsOnlyKeys(EveryField.names(HostSettings.class).toList());
        assertThat(EveryField.given(BlueGreenConfiguration.get().getHosts().get(0)))
                .isEqualTo(EveryField.given(host));
        assertThat(written()).isEqualTo(written);
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> read("""
                        unclassified:
                          blueGreenDeploy:
                            applications:
                            - application: "shop"
                              artefact: "shop.jar"
                        """))
                .isInstanceOf(ConfiguratorException.class)
                .hasStackTraceContaining("artefact");
        assertThat(BlueGreenConfiguration.get().getApplications()).isEmpty();
    }

    @Test
    void jobDslWritesTheBuildStep() throws Exception {
        read("""
                jobs:
                - script: |
                    freeStyleJob('shop') {
                      steps {
                        blueGreenDeploy {
                          deployment {
                            application('backend')
                            artifact('target/*.jar')
                            unpack(true)
                            bluePort(8080)
                            healthCheck { path('/health') }
                            router { nginx { flagFile('/etc/nginx/flag') } }
                          }
                        }
                      }
                    }
                """);

        DeploySettings step = jenkins.jenkins
                .getItemByFullName("shop", FreeStyleProject.class)
                .getBuildersList()
                .get(BlueGreenBuilder.class)
                .getDeployment();
        assertThat(EveryField.given(step))
                .isEqualTo(Map.of(
                        "application",
                        "backend",
                        "artifact",
                        "target/*.jar",
                        "unpack",
                        true,
                        "bluePort",
                        8080,
                        "healthCheck",
                        Map.of("path", "/health"),
                        "router",
                        Map.of("flagFile", "/etc/nginx/flag")));
    }
}
