package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters that there are not, or not of that type, as a Pipeline gives them. */
class ParametersTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "healthcheck: [path: '/']|has no parameter 'healthcheck'; did you mean 'healthCheck'?",
                "process: [restart: 'never']|process is a group of parameters without a kind; give one, such as process: session(",
                "process: session(restrt: 'never')|has no parameter 'session.restrt'; did you mean 'session.restart'?",
                "router: [flagFile: '/f']|router is a group of parameters without a kind; give one, such as router: nginx(",
                "router: nginx(flagfile: '/f')|has no parameter 'nginx.flagfile'; did you mean 'nginx.flagFile'?",
                "router: [$class: 'NginxSettings', flagfile: '/f']|has no parameter 'nginx.flagfile'; did you mean 'nginx.flagFile'?",
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
}
