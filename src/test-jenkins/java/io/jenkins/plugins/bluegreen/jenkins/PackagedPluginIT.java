package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.PluginWrapper;
import hudson.model.Label;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The packed plugin in a Jenkins of its own process. Only there do the rules for what may be saved and sent between processes
 * hold as for users: a Jenkins in the process of the test trusts all classes of the plugin under test.
 */
class PackagedPluginIT {

    private static final String NAME = "blue-green-deploy";

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension();

    private final JenkinsBench bench = new JenkinsBench();

    @BeforeEach
    void install() throws Exception {
        PackedJenkins.install(real);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void deploysWithWhatWasSavedBeforeARestart() throws Throwable {
        JenkinsBench.Facts facts = bench.facts();
        real.startJenkins();
        real.runRemotely(PackagedPluginIT::configure, facts);
        real.stopJenkins();

        real.startJenkins();
        String console = real.runRemotely(PackagedPluginIT::deploy);
        real.stopJenkins();

        assertThat(console).contains("DEPLOYED: backend serves release r1", "returned blue");
        assertThat(bench.served()).contains("release=r1");
        assertThat(new File(real.getHome(), "io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration.xml"))
                .content()
                .contains("plugin=\"" + NAME + "@")
                .doesNotContain("PRIVATE KEY");
    }

    private static void configure(JenkinsRule rule, JenkinsBench.Facts facts) throws Throwable {
        PluginWrapper plugin = rule.jenkins.getPluginManager().getPlugin(NAME);
        assertThat(Path.of(plugin.baseResourceURL.toURI()).resolve("WEB-INF/lib/" + NAME + ".jar"))
                .isRegularFile();
        facts.addCredentials();
        BlueGreenConfiguration.get().setApplications(List.of(facts.application("backend")));
        WorkflowJob job = rule.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("""
                node('deployer') {
                  writeFile file: 'app.bin', text: 'application'
                  def r = blueGreenDeploy(application: 'backend', artifact: '*.bin', release: 'r1')
                  sleep 1 // the result is saved with the running build here
                  echo "returned ${r.liveSlot}"
                }
                """, true));
    }

    private static String deploy(JenkinsRule rule) throws Throwable {
        WorkflowJob job = Jenkins.get().getItemByFullName("shop", WorkflowJob.class);
        // On an agent, so that the plan goes there and the outcome comes back.
        rule.createOnlineSlave(Label.get("deployer"));
        WorkflowRun run = rule.assertBuildStatusSuccess(job.scheduleBuild2(0));
        return JenkinsRule.getLog(run);
    }
}
