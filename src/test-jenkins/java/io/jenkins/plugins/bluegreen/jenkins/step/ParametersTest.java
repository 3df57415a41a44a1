package io.jenkins.plugins.bluegreen.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters that there are not, or not of that type, as a Pipeline gives them. */
class ParametersTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    /** As the list of the steps of a build shows them. */
    @ParameterizedTest
    @ValueSource(strings = {"blueGreenDeploy", "blueGreenRollback", "blueGreenStatus"})
    void tellOneCallFromAnother(String step) {
        assertThat(StepDescriptor.byFunctionName(step)
                        .argumentsToString(Map.of("application", "backend", "release", "r1", "hosts", "web1")))
                .isEqualTo("backend, release r1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "healthcheck: [path: '/']|has no parameter 'healthcheck'; did you mean 'healthCheck'?",
                "strategy: 'rolling'|strategy is of the type String; it is a group of parameters, such as strategy: rolling(",
                "strategy: rolling(batches: 2)|has no parameter 'rolling.batches'; did you mean 'rolling.batch'?",
                "process: [restart: 'never']|process is a group of parameters without a kind; give one, such as process: session(",
                "process: session(restrt: 'never')|has no parameter 'session.restrt'; did you mean 'session.restart'?",
                "router: [flagFile: '/f']|router is a group of parameters without a kind; give one, such as router: nginx(",
                "router: nginx(flagfile: '/f')|has no parameter 'nginx.flagfile'; did you mean 'nginx.flagFile'?",
                "router: [$class: 'NginxSettings', flagfile: '/f']|has no parameter 'nginx.flagfile'; did you mean 'nginx.flagFile'?",
                "router: command(swtch: 'a')|has no parameter 'command.swtch'; did you mean 'command.switch'?",
                "process: command(stat: 'a')|has no parameter 'command.stat'; did you mean 'command.start'?",
                "healthCheck: healthCheck(retry: 3)|has no parameter 'healthCheck.retry'; did you mean 'healthCheck.retries'?",
                "bluePort: 'eighty'|bluePort is 'eighty'; it is a whole number.",
                "healthCheck: [retries: true]|healthCheck.retries is of the type Boolean; it is a whole number.",
                "healthCheck: '/health'|healthCheck is of the type String; it is a group of parameters",
            })
    void areRefusedWithASentence(String parameter, String sentence) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "node { blueGreenDeploy(application: 'backend', artifact: 'a', " + parameter + ") }", true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains(sentence, run);
    }

    /** A router and a process manager by commands have one name; which one is meant, its place says. */
    @Test
    void areThoseOfTheKindThatIsWantedThere() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                node {
                    writeFile file: 'a', text: 'a'
                    blueGreenDeploy(application: 'backend', artifact: 'a', hosts: 'h', bluePort: 8080, greenPort: 8081,
                        deployDirectory: '/d', router: command(switch: 'a', show: 'b', timeout: '9m'),
                        process: command(stop: 'c', status: 'd'))
                }
                """, true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("command.timeout is 9 min; it is 1 second to 5 minutes", run);
    }

    /** What the entry of another application has is not deployed to, wherever this one stands. */
    @Test
    void areNotThePortsOfAnotherApplication() throws Exception {
        DeploySettings shop = new DeploySettings();
        shop.setApplication("shop");
        shop.setHosts("app1.example.com");
        shop.setBluePort(8080);
        shop.setGreenPort(8081);
        BlueGreenConfiguration.get().setApplications(List.of(shop));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                node {
                    writeFile file: 'a', text: 'a'
                    blueGreenDeploy(application: 'cart', artifact: 'a', hosts: 'app1.example.com', bluePort: 8081,
                        greenPort: 8082, deployDirectory: '/srv/cart', router: nginx(flagFile: '/etc/nginx/bluegreen/cart/green'))
                }
                """, true));

        try {
            WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains(
                    "bluePort is 8081, which on app1.example.com is a port of the application 'shop'", run);
        } finally {
            BlueGreenConfiguration.get().setApplications(List.of());
        }
    }
}
