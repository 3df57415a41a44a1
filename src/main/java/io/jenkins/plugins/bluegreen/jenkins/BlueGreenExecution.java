package io.jenkins.plugins.bluegreen.jenkins;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.deploy.Outcome;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** One call of the Pipeline step. An abort of it ends when the deployment has undone what it did, not before. */
final class BlueGreenExecution extends StepExecution {

    private static final long serialVersionUID = 1L;

    private final transient DeployFields job;
    private transient Deployment deployment;
    private transient volatile Throwable abort;

    private String deploymentId;

    BlueGreenExecution(StepContext context, DeployFields job) {
        super(context);
        this.job = job;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        StepContext context = getContext();
        // No variables are replaced: Groovy has done so.
        deployment = new Deployment(
                job,
                context.get(Run.class),
                context.get(FilePath.class),
                context.get(EnvVars.class),
                context.get(TaskListener.class),
                UnaryOperator.identity());
        deploymentId = deployment.id();
        Computer.threadPoolForRemoting.submit(this::deploy);
        return false;
    }

    private void deploy() {
        StepContext context = getContext();
        try {
            Outcome outcome = deployment.call();
            if (abort != null) {
                context.onFailure(abort);
            } else if (outcome.deployed()) {
                context.onSuccess(ResultMap.of(outcome));
            } else {
                context.onFailure(new AbortException(outcome.sentence()));
            }
        } catch (Exception | LinkageError e) {
            if (abort != null) {
                abort.addSuppressed(e);
            }
            context.onFailure(abort == null ? e : abort);
        }
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        if (deployment == null) {
            super.stop(cause);
            return;
        }
        if (abort == null) {
            abort = cause;
        }
        // Not in the thread of the Pipeline engine, which must not wait for an agent.
        Computer.threadPoolForRemoting.submit(deployment::stop);
    }

    @Override
    public void onResume() {
        getContext()
                .onFailure(new AbortException("Jenkins was restarted during the deployment " + deploymentId
                        + ". Whether it was completed there is not known here; the next deployment of the application"
                        + " settles what it left half-done."));
    }

    @Override
    public boolean blocksRestart() {
        return deployment != null;
    }

    @Override
    public String getStatus() {
        return "deployment " + deploymentId;
    }
}
