package io.jenkins.plugins.bluegreen.jenkins.work;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import hudson.model.FreeStyleBuild;
import hudson.model.Run;
import hudson.util.LogTaskListener;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the reason of a failure comes to what a build does later. */
class FailureVariableTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String REASON = "nginx goes by $JOB_NAME, not by ${BUILD_NUMBER}.";

    private static EnvVars environment(Run<?, ?> run) throws Exception {
        return run.getEnvironment(new LogTaskListener(Logger.getLogger("test"), Level.FINE));
    }

    /** What starts a process replaces variables in the values of others. */
    @Test
    void noDollarSignOfItIsReadInAFreestyleBuild() throws Exception {
        FreeStyleBuild run = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        FailureAction.tell(run, "backend", List.of("web1"), REASON);

        EnvVars told = new EnvVars().overrideExpandingAll(environment(run));

        assertThat(told).containsEntry("BLUE_GREEN_FAILURE", REASON);
    }

    @Test
    void itIsAsItIsInAPipelineAndOutlastsARestartUntilADeploymentGoesWell() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("echo 'well'", true));
        WorkflowRun run = jenkins.buildAndAssertSuccess(job);
        assertThat(environment(run)).doesNotContainKey("BLUE_GREEN_FAILURE");

        FailureAction.tell(run, "backend", List.of("web1"), "first");
        FailureAction.tell(run, "backend", List.of("web1"), REASON + "\u0007");
        assertThat(run.getActions(FailureAction.class)).hasSize(1);
        run.reload();
        assertThat(environment(run)).containsEntry("BLUE_GREEN_FAILURE", REASON + "?");

        FailureAction.tell(run, "backend", List.of("web1"), "");
        run.reload();
        assertThat(environment(run)).doesNotContainKey("BLUE_GREEN_FAILURE");
    }
}
