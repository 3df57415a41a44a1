package io.jenkins.plugins.bluegreen.deploy.hook;

import io.jenkins.plugins.bluegreen.deploy.hook.HookOutput.LeaseLostException;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.journal.LockLostException;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Deadline;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import io.jenkins.plugins.bluegreen.shell.Exports;
import io.jenkins.plugins.bluegreen.shell.Fence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A hook on one host. It runs in a session of its own for as long as the host hears of us, so that it ends with its time, an abort, a lost
 * connection or our own end, and with it all that it started there.
 *
 * @param variables what it finds in its environment beside that of the login
 * @param cancellation ends it when the deployment is asked to stop
 */
record RunHook(
        ApplicationHost on, Hook hook, Map<String, String> variables, Progress progress, Cancellation cancellation) {

    private static final List<String> HOOK = List.of(DirectoryScripts.LOGIN, "hook");

    private static final String WELL = "ended 0";

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** For the script that ends one: it may have to wait for another script for 120 s, and for the processes of the hook for 15 s. */
    private static final Duration END = Duration.ofSeconds(180);

    /** Returns what is done, as the console names it. */
    String name() {
        return name(hook);
    }

    static String name(Hook hook) {
        return "hook " + hook.label();
    }

    /**
     * Runs it to its end.
     *
     * @throws EndUnseenException if what became of it was not seen
     * @throws HostException if it fails, or takes too long
     * @throws CancelledException if the deployment is asked to stop meanwhile
     */
    String run() throws HostException, CancelledException, InterruptedException {
        String mark = UUID.randomUUID().toString();
        Lease lease = begin(mark);
        Runnable giveUp = lease::close;
        cancellation.onStop(giveUp);
        Deadline deadline = new Deadline(giveUp, plan().hooks().timeout());
        HookOutput output = new HookOutput(line -> progress.note(on.name(), hook.label() + " | " + line));
        try {
            String how = output.read(lease, mark);
            // It may have told us still how it was ended.
            if (how.isEmpty() || !how.equals(WELL) && (deadline.over() || cancellation.stopped())) {
                throw endUnseen(deadline, output, "");
            }
            if (!how.equals(WELL)) {
                throw failure(how, output.last());
            }
            return "";
        } catch (LeaseLostException e) {
            throw endUnseen(deadline, output, " (" + e.getMessage() + ")");
        } finally {
            deadline.close();
            cancellation.forget(giveUp);
            lease.close();
            on.host().renew();
        }
    }

    /** What did not begin as far as we heard may run there all the same. */
    private Lease begin(String mark) throws HostException, CancelledException {
        try {
            return on.host().hold(command(mark), HEARTBEAT);
        } catch (HostException e) {
            on.host().renew();
            cancellation.check();
            throw new EndUnseenException(e.getMessage(), e.evidence());
        }
    }

    private EndUnseenException endUnseen(Deadline deadline, HookOutput output, String why) throws CancelledException {
        cancellation.check();
        String what = deadline.over()
                ? "did not end within " + TimeSpan.show(plan().hooks().timeout()) + " (hookTimeout), so it was ended"
                : "was ended with the connection to the host" + why + ", and may have run by half";
        return new EndUnseenException(sentence(what), output.last());
    }

    private HostException failure(String how, String last) {
        String[] words = how.split(" ");
        if (words[0].equals("ended")) {
            return new HostException(sentence("failed with exit status " + words[1]), last);
        }
        if (words[0].equals("left")) {
            return new EndUnseenException(sentence("ran, but what it left running could not be ended"), last);
        }
        if (words[1].equals(Integer.toString(Fence.LOST))) {
            return new LockLostException(plan().app(), on.name());
        }
        return new HostException(sentence("could not be run"), last);
    }

    private String sentence(String what) {
        return "The hook " + hook.label() + " on " + on.name() + " " + what + ".";
    }

    private Command command(String mark) {
        DeployPlan plan = plan();
        return scripts(on)
                .command(
                        "hook",
                        HOOK,
                        "run",
                        mark,
                        plan.release().id(),
                        plan.release().fileName(),
                        plan.deploymentId(),
                        plan.hooks().commands().get(hook),
                        Exports.of(variables),
                        plan.application().start().asDeployed() ? "kept" : "");
    }

    /**
     * Ends what is left of a hook on a host.
     *
     * @throws HostException if something of it still runs
     */
    static void end(ApplicationHost on) throws HostException, InterruptedException {
        on.host()
                .require(
                        scripts(on).command("hook", HOOK, "end"),
                        END,
                        "What a hook left running on " + on.name() + " could not be ended");
    }

    private static DirectoryScripts scripts(ApplicationHost on) {
        return new DirectoryScripts(on.plan().directory(), RunHook.class);
    }

    private DeployPlan plan() {
        return on.plan();
    }

    /** The end of a hook was not seen, so something of it may still run. */
    static final class EndUnseenException extends HostException {

        private static final long serialVersionUID = 1L;

        EndUnseenException(String message, String evidence) {
            super(message, evidence);
        }
    }
}
