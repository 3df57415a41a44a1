package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.model.TaskListener;
import hudson.remoting.RemoteOutputStream;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.report.LiveProgress;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What a deployment on an agent tells the controller: the lines of the console, and how far it came. */
final class AgentConsole implements Serializable {

    private static final long serialVersionUID = 1L;

    private final TaskListener listener;
    private final RemoteOutputStream reached;
    private final RemoteOutputStream events;
    private final Mask mask;

    /**
     * Tells nothing yet.
     *
     * @param listener the build's console
     * @param reached is told of each phase
     * @param events is told what is worth a record
     * @param mask hides what no console may show
     */
    AgentConsole(TaskListener listener, Reached reached, OutputStream events, Mask mask) {
        this.listener = listener;
        this.reached = new RemoteOutputStream(reached);
        this.events = new RemoteOutputStream(events);
        this.mask = mask;
    }

    /**
     * Returns what tells a deployment's progress.
     *
     * @param loading what has to be at hand before the first phase begins
     */
    ConsoleProgress progress(DeployPlan plan, Future<?> loading) {
        return new ConsoleProgress(listener.getLogger(), plan, mask, (phase, idle) -> {
            await(loading);
            reached(phase, idle);
        });
    }

    /** Returns what tells a deployment's progress on the console, and whoever else is told. */
    Progress live(ConsoleProgress console) {
        return new LiveProgress(console, events, mask);
    }

    private void await(Future<?> loading) {
        try {
            loading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            listener.getLogger()
                    .println(ConsoleProgress.shown("WARNING: " + e.getCause().getMessage()
                            + " If the connection to Jenkins is lost, this agent may not be able to undo all."));
        }
    }

    private void reached(String phase, Slot idle) {
        try {
            reached.write(Reached.line(phase, idle).getBytes(StandardCharsets.UTF_8));
            reached.flush();
        } catch (IOException e) {
            // The controller is not there any more, and finds out on the hosts.
        }
    }

    /** Returns an outcome without what no console may show. */
    Outcome masked(Outcome outcome) {
        return masked(outcome, mask);
    }

    static Outcome masked(Outcome outcome, Mask mask) {
        return new Outcome(
                outcome.result(),
                outcome.deploymentId(),
                mask.in(outcome.releaseId()),
                outcome.slots(),
                outcome.run(),
                outcome.steps().stream().map(step -> masked(step, mask)).toList(),
                outcome.availability().masked(mask),
                new Reason(mask.in(outcome.sentence()), mask.in(outcome.evidence())));
    }

    private static StepReport masked(StepReport step, Mask mask) {
        return new StepReport(
                mask.in(step.host()),
                mask.in(step.step()),
                step.startedAt(),
                step.took(),
                step.status(),
                mask.in(step.detail()));
    }
}
