package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.model.Computer;
import io.jenkins.plugins.bluegreen.jenkins.run.Build;
import io.jenkins.plugins.bluegreen.jenkins.run.Deployment;
import io.jenkins.plugins.bluegreen.jenkins.run.JenkinsStopsException;
import io.jenkins.plugins.bluegreen.jenkins.run.SavedDeployment;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * One call of a Pipeline step that deploys. An abort of it ends when the deployment has undone what it did, not before; after a restart of
 * Jenkins it finds out how the deployment ended.
 */
final class BlueGreenExecution extends StepExecution {

    private static final long serialVersionUID = 1L;

    private final transient Undertaking work;
    private transient volatile Deployment deployment;
    private transient boolean takenBackFromHere;

    private SavedDeployment saved;
    // Saved as well: what was to be undone is not to be finished after a restart.
    private volatile Throwable abort;

    BlueGreenExecution(StepContext context, Undertaking work) {
        super(context);
        this.work = work;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        // No variables are replaced: Groovy has done so.
        deployment = new Deployment(work, Build.of(getContext()), UnaryOperator.identity());
        saved = deployment.saved();
        Computer.threadPoolForRemoting.submit(() -> conclude(deployment));
        return false;
    }

    @Override
    public synchronized void onResume() {
        if (takenBackFromHere) {
            return;
        }
        // Not in the thread of the Pipeline engine, which must not wait for an agent.
        Computer.threadPoolForRemoting.submit(() -> conclude(() -> resume(whenTheAgentIsBack())));
    }

    private Build whenTheAgentIsBack() throws IOException, InterruptedException {
        try {
            return Build.of(getContext());
        } catch (IOException e) {
            return Build.withoutAgent(getContext()); // it was removed meanwhile
        }
    }

    /** Returns null where it was aborted before the agent was back, which concludes it. */
    private Outcome resume(Build build) throws IOException {
        boolean aborted;
        synchronized (this) {
            if (takenBackFromHere) {
                return null;
            }
            deployment = new Deployment(saved, build);
            aborted = abort != null;
        }
        return aborted ? deployment.takeBack() : deployment.resume();
    }

    private void conclude(Callable<Outcome> work) {
        StepContext context = getContext();
        try {
            Outcome outcome = work.call();
            if (outcome == null) {
                return;
            }
            if (abort != null) {
                context.onFailure(abort);
            } else if (outcome.well()) {
                context.onSuccess(deployment.result(outcome));
            } else {
                context.onFailure(deployment.lastWord(outcome));
            }
        } catch (JenkinsStopsException e) {
            return; // it is taken up after the restart
        } catch (Throwable e) { // whatever it is: the Pipeline would wait for ever for a step that did not end
            if (abort != null) {
                abort.addSuppressed(e);
            }
            context.onFailure(abort == null ? e : abort);
        }
    }

    @Override
    public synchronized void stop(Throwable cause) throws Exception {
        if (abort == null) {
            abort = cause;
            getContext().saveState();
        }
        if (deployment != null) {
            deployment.stop();
            return;
        }
        // Jenkins was restarted, and the agent is not back yet. Not in the thread of the Pipeline engine, as above.
        takenBackFromHere = true;
        Deployment here = new Deployment(saved, Build.withoutAgent(getContext()));
        deployment = here;
        Computer.threadPoolForRemoting.submit(() -> conclude(() -> {
            here.say("Aborted while the agent was away: what the deployment " + saved.id()
                    + " left is settled from the controller.");
            return here.takeBack();
        }));
    }

    @Override
    public boolean blocksRestart() {
        return deployment != null;
    }

    @Override
    public String getStatus() {
        return "deployment " + saved.id();
    }
}
