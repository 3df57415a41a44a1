package io.jenkins.plugins.bluegreen.deploy.recovery;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.proof.GivenUp;
import io.jenkins.plugins.bluegreen.deploy.proof.ProveTraffic;
import io.jenkins.plugins.bluegreen.deploy.retire.DrainBeforeRollback;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager.Stop;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes back what a deployment left that was cut off: the routers first, then its processes, then what it shipped. */
final class TakeBack {

    private final DeployContext context;
    private final Cluster cluster;
    private final HalfDone left;
    private final OnHosts ledBack;
    private final OnHosts stopped;

    TakeBack(DeployContext context, HalfDone left) {
        this.context = context;
        this.cluster = context.cluster();
        this.left = left;
        this.ledBack =
                new OnHosts(cluster.routers().stream().map(TrafficRouter::name).toList());
        this.stopped =
                new OnHosts(cluster.app().stream().map(ApplicationHost::name).toList());
    }

    /**
     * Does it.
     *
     * @return what was done, for a reader
     * @throws HostException if something could not be, or something yet comes to its process, which runs on then
     */
    List<String> run() throws HostException, CancelledException, InterruptedException {
        // From the moment on when it serves again, and not only after the drain.
        keepUpOld();
        // A router that goes by something else than what it was told is told anew first.
        leadBack();
        endPreviews();
        awaitNobody();
        for (ApplicationHost on : cluster.app()) {
            stop(on);
        }
        List<String> done = new ArrayList<>(ledBack.texts());
        done.addAll(stopped.texts());
        return done;
    }

    private void keepUpOld() throws HostException, InterruptedException {
        if (left.oldRuns()) {
            for (ApplicationHost on : cluster.app()) {
                if (on.processes().keepUp(left.old()).isEmpty()) {
                    context.progress().note("", on.notStartedAgain(left.old()));
                }
            }
        }
    }

    /** Has no router lead its testers to it any more. */
    private void endPreviews() throws HostException, InterruptedException {
        for (int i = 0; i < left.routers().size(); i++) {
            if (left.routers().get(i).preview() && cluster.routers().get(i) instanceof PreviewRouter router) {
                router.endPreview();
                ledBack.add(router.name(), kind() + " on " + router.name() + " leads no testers to it any more");
            }
        }
    }

    /** Has the routers serve the old slot where that runs. */
    private void leadBack() throws HostException, InterruptedException {
        Slot old = left.old();
        for (int i = 0; i < left.routers().size(); i++) {
            TrafficRouter router = cluster.routers().get(i);
            RouterState state = left.routers().get(i);
            if (left.oldRuns() && (state.mayLeadTo(left.slot()) || !state.live().equals(Optional.of(old)))) {
                router.switchTo(old);
                ledBack.add(
                        router.name(),
                        kind() + " on " + router.name() + " serves "
                                + (state.share() > 0 && state.live().equals(Optional.of(old))
                                        ? "all clients from "
                                        : "")
                                + old.label() + " again");
            }
        }
    }

    /** Where nobody was to be led there yet, nothing of it has to end. Where the old slot does not run, there is nothing that could serve instead. */
    private void awaitNobody() throws HostException, CancelledException, InterruptedException {
        boolean instead = left.oldRuns();
        if (!ledBack.texts().isEmpty()) {
            new DrainBeforeRollback(context, left.slot(), instead ? Optional.of(this::seen) : Optional.empty()).undo();
        } else if (instead && left.runs() && !left.journal().beforeSwitch()) {
            seen().check();
        }
    }

    private GivenUp seen() throws HostException, CancelledException, InterruptedException {
        return ProveTraffic.back(context, left.old()).giveUp(left.slot(), Optional.empty());
    }

    private void stop(ApplicationHost on) throws HostException, InterruptedException {
        Journal journal = left.journal();
        // What a rollback had taken over was there before, and is to be there after.
        on.processes().giveBack(left.slot(), journal.deployment());
        remove(on, journal.deployment());
        if (journal.promoted().isPresent()) {
            // What was held is a standby again as soon as it is given back, and is to go with the promotion that
            // failed.
            remove(on, journal.promoted().get());
        }
    }

    private void remove(ApplicationHost on, String deployment) throws HostException, InterruptedException {
        if (on.processes().stop(left.slot(), deployment) != Stop.ALREADY) {
            stopped.add(on.name(), "its process on " + on.name() + " is stopped");
        }
        on.processes().forget(left.slot(), deployment);
        on.releases().remove(left.journal().release(), deployment);
    }

    private String kind() {
        return context.plan().router();
    }
}
