package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.Map;

/** Stops the old slot on its hosts, which nothing uses any more. There is no way back from here, and an abort does not stop it. */
public record RetireSlot(OldSlot old) {

    /** Stops and prunes; where that fails on one host, the others are still retired. */
    public void run() throws HostException, CancelledException, InterruptedException {
        Map<ApplicationHost, String> known = old.processes();
        DeployContext context = old.context();
        UndoLog undoLog = context.undoLog();
        InParallel.eachToItsEnd(context.cluster().app(), on -> {
            if (known.containsKey(on)) {
                undoLog.perform(on.name(), "stop " + old.shown(), () -> stop(on, known.get(on)));
            }
            int keep = on.plan().limits().keepReleases();
            undoLog.perform(on.name(), "prune releases", () -> on.releases().prune(keep) + " removed");
        });
    }

    /** Asks the old process to stop, and makes it stop if it does not. */
    private String stop(ApplicationHost on, String started) throws HostException, InterruptedException {
        old.context().cluster().checkLocks();
        return switch (on.processes().stop(old.slot(), started)) {
            case ALREADY -> "it had ended before";
            case KILLED ->
                "killed, since it did not stop within "
                        + TimeSpan.show(on.plan().limits().stopTimeout());
            case ASKED -> "";
        };
    }
}
