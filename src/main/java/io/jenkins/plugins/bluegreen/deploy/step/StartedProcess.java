package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus.State;
import java.time.Duration;

/** The process that this deployment started in a slot. What another one does or answers there never passes for it. */
public record StartedProcess(ApplicationHost on, Slot slot) {

    /** What is answered where nobody listens. */
    static final HealthProbe.Answer NOBODY =
            new HealthProbe.Answer(false, "connection refused (nothing listens on the port)", "");

    private static final int LOG_LINES = 40;

    /** Returns the plan of the deployment. */
    public DeployPlan plan() {
        return on.plan();
    }

    RemoteHost host() {
        return on.host();
    }

    /**
     * Looks whether it is alive.
     *
     * @param when completes the sentence of a failure: {@code ended with exit status 3 <when>}
     * @return whether it listens, on its port and on that of its health check
     * @throws HostException if it ended, or somebody else has one of these ports
     */
    public boolean lookAlive(String when) throws HostException, InterruptedException {
        return listens(when, on.processes().status(slot, Duration.ZERO, Duration.ZERO));
    }

    /**
     * Looks whether it is alive, and waits on the host, where that is noticed soonest, until it listens.
     *
     * @param wait for how long at the most
     * @param lap how often to look meanwhile
     * @throws HostException as {@link #lookAlive}
     */
    boolean awaitListening(String when, Duration wait, Duration lap) throws HostException, InterruptedException {
        return listens(when, on.processes().status(slot, wait, lap));
    }

    private boolean listens(String when, ProcessStatus status) throws HostException, InterruptedException {
        if (status.state() == State.EXITED) {
            String exit = status.exit().isEmpty() ? "?" : status.exit();
            throw failure("ended with exit status " + exit + " " + when + background(status.left()), "");
        }
        if (status.state() != State.RUNNING) {
            throw failure("was killed " + when, "");
        }
        int port = plan().slots().port(slot);
        int asked = plan().health().portFor(port);
        return holds("its port " + port, status.port())
                && (asked == port || holds("the port " + asked + " of its health check", status.health()));
    }

    private static String background(String left) {
        return left.isEmpty()
                ? ""
                : ", and left " + left + "; startCommand must stay in the foreground, so take out of it what sends"
                        + " the application to the background, such as setsid, --daemon or pm2 start";
    }

    private boolean holds(String port, Listener listener) throws HostException, InterruptedException {
        if (listener.stranger()) {
            throw failure("did not get " + port + ", which is held by " + listener.who(), "");
        }
        return !listener.none();
    }

    /**
     * Asks it, if it listens.
     *
     * @throws HostException as {@link #lookAlive}
     */
    public HealthProbe.Answer ask(HealthProbe probe, String when) throws HostException, InterruptedException {
        return lookAlive(when) ? fetch(probe) : NOBODY;
    }

    /** Asks it without looking first who would answer. */
    public HealthProbe.Answer fetch(HealthProbe page) throws HostException, InterruptedException {
        return page.ask(host(), plan().slots().port(slot), plan().release().id());
    }

    /**
     * Returns the failure with what the application wrote last.
     *
     * @param why stands behind which application it is
     * @param answer the body of its last answer, or an empty text
     */
    public SlotFailedException failure(String why, String answer) throws HostException, InterruptedException {
        String log = on.processes().log(slot, LOG_LINES);
        String evidence = (answer.isBlank() ? "" : "The answer's body:\n" + answer.strip() + "\n")
                + (log.isBlank() ? "The application wrote nothing." : "The end of the application's log:\n" + log);
        return new SlotFailedException(
                "The application in " + slot.label() + " on " + on.name() + " " + why + ".", evidence);
    }
}
