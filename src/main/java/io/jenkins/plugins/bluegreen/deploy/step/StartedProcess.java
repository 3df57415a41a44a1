package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus.State;
import java.time.Duration;
import java.util.List;

/** The process that this deployment started in a slot. What another one does or answers there never passes for it. */
public record StartedProcess(ApplicationHost on, Slot slot) {

    /** What is answered where nobody listens. */
    static final HealthProbe.Answer NOBODY =
            new HealthProbe.Answer(false, "connection refused (nothing listens on the port)", "");

    private static final int LOG_LINES = 40;
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

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
     * Looks whether it is alive, and listens.
     *
     * @throws HostException as {@link #lookAlive}, or if it does not listen
     */
    public void refuseDeaf(String when, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        if (!lookAlive(when)) {
            // Of one that has just died, it is told a moment later how it ended.
            cancellation.pause(ASK_AGAIN);
            lookAlive(when);
            throw failure("did not listen any more " + when, "");
        }
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
            throw failure(
                    "ended with exit status " + exit + " " + when + meaning(exit) + background(status.left()), "");
        }
        if (status.state() != State.RUNNING) {
            throw failure("was killed " + when, "");
        }
        int port = plan().slots().port(slot);
        int asked = plan().health().portFor(port);
        return holds("its port " + port, status.port())
                && (asked == port || holds("the port " + asked + " of its health check", status.health()));
    }

    /** What a shell says by its exit status (POSIX.1-2017, XCU 2.8.2). */
    private static String meaning(String exit) {
        return switch (exit) {
            case "126" ->
                ", which says that a command may not be executed; look at its permissions (chmod +x), and whether its"
                        + " file system is mounted noexec";
            case "127" ->
                ", which says that a command was not found: it is not on the PATH of a shell that is not interactive, for"
                        + " which ~/.bashrc does not count; give its whole path in startCommand, or set PATH there";
            case "137" ->
                ", which says that it was killed (SIGKILL), as the kernel does where memory runs out; look at dmesg there";
            default -> "";
        };
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
     * Looks once more at one that is healthy.
     *
     * @throws HostException as {@link #lookAlive}, and if it can be reached only where the other slot is not: a router that goes to
     *     that one would not reach this one
     */
    void lookFit(String when) throws HostException, InterruptedException {
        ProcessStatus status = on.processes().status(slot, Duration.ZERO, Duration.ZERO);
        listens(when, status);
        if (status.ipv6Only()) {
            ProcessStatus other = on.processes().status(slot.other(), Duration.ZERO, Duration.ZERO);
            if (!other.port().none() && !other.ipv6Only()) {
                throw failure(
                        "listens on [::1] only, and " + slot.other().label() + " does not, so what leads to "
                                + slot.other().label() + " may not lead to it; let it listen on 127.0.0.1 as well",
                        "");
            }
        }
    }

    /** Tells where it listens instead of where it is asked, to go on with a sentence; mostly an empty text. */
    String elsewhere() throws HostException, InterruptedException {
        List<String> places = on.processes().listens(slot);
        int port = plan().health().portFor(plan().slots().port(slot));
        if (places.isEmpty() || places.contains(Integer.toString(port))) {
            return "";
        }
        String listens = "; it listens on " + String.join(" and ", places);
        return places.stream().anyMatch(place -> place.endsWith(":" + port))
                ? listens + " only, and is asked on 127.0.0.1 and [::1]"
                : listens + " instead: let startCommand hand it $PORT";
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
        String evidence = (answer.isBlank() ? "" : "The answer's body:\n" + answer.strip() + "\n") + lastWords();
        return new SlotFailedException(
                "The application in " + slot.label() + " on " + on.name() + " " + why + ".", evidence);
    }

    private String lastWords() throws HostException, InterruptedException {
        String log = on.processes().log(slot, LOG_LINES);
        String own = on.processes().ownLog(slot, LOG_LINES);
        return (log.isBlank()
                        ? "The application wrote nothing to its standard output and error."
                        : "The end of the application's log:\n" + log)
                + (own.isEmpty()
                        ? ""
                        : "\nThe end of what startCommand sends to a file, which the other slot may write to as well: "
                                + own);
    }
}
