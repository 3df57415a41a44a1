package io.jenkins.plugins.bluegreen.deploy.recovery;

import io.jenkins.plugins.bluegreen.deploy.hook.EndHook;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.journal.HookMarks;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.LockLostException;
import io.jenkins.plugins.bluegreen.deploy.retire.OldSlot;
import io.jenkins.plugins.bluegreen.deploy.retire.RetireSlot;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Settles what a deployment that was cut off left half-done, before the next one begins: where traffic goes to its release and
 * that is healthy, the other slot is retired; otherwise everything is undone.
 */
public final class CrashRecovery {

    /** How far it came. */
    public enum Stage {
        /** Nothing was found to settle, or nothing changed yet. */
        NOTHING,
        /** What was found is settled by half. */
        BEGUN,
        /** What was found is settled. */
        DONE
    }

    /** What can come of it. */
    public enum End {
        /** Its release serves. */
        SERVES,
        /** Its release is all there is, but it is not healthy any more. */
        SERVES_ILL,
        /** All is as it was before. */
        UNDONE
    }

    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    private final DeployContext context;
    private final Cluster cluster;
    private Stage stage = Stage.NOTHING;

    /** @param context the deployment that settles it */
    public CrashRecovery(DeployContext context) {
        this.context = context;
        this.cluster = context.cluster();
    }

    /** Returns how far it came. */
    public Stage stage() {
        return stage;
    }

    /** Returns the journal that a deployment left which did not come to its end. */
    static Optional<Journal> halfDone(List<HostState> hosts) {
        return hosts.stream().flatMap(host -> host.journal().stream()).findFirst();
    }

    /**
     * Settles what a journal tells of, where there is one.
     *
     * @return whether there was one, so that the hosts are to be looked at again
     */
    public boolean settle(List<HostState> hosts) throws HostException, CancelledException, InterruptedException {
        Optional<Journal> found = halfDone(hosts);
        if (found.filter(Journal::held).isPresent()) {
            refuseLast(found.get(), hosts);
            discard(
                    found.get(),
                    hosts,
                    "since " + context.plan().owner() + " deploys to "
                            + found.get().slot().label());
        } else if (found.isPresent()) {
            settle(found.get(), hosts, null, ObserveAgain.byTheNext(context));
        }
        return found.isPresent();
    }

    /** A router that falls back to the idle slot leads users to what is held as soon as the live one is dead. */
    private void refuseLast(Journal held, List<HostState> hosts) throws HostException {
        Slot live = held.slot().other();
        for (HostState host : hosts) {
            if (host.listening(held.slot()) && !host.listening(live)) {
                throw new HostException(
                        "Release " + held.release() + " of " + held.owner() + " is held in "
                                + held.slot().label() + ", and on " + host.host() + " nobody listens in " + live.label()
                                + ", so it may be all that answers, and is not discarded by a deployment; promote or discard it.");
            }
        }
    }

    /**
     * Takes back what is held.
     *
     * @param why as the end of a sentence
     */
    public void discard(Journal journal, List<HostState> hosts, String why)
            throws HostException, CancelledException, InterruptedException {
        HalfDone left = new HalfDone(journal, hosts, routers(journal));
        if (left.led() && !left.canGoBack()) {
            throw new HostException(
                    "Release " + journal.release() + ", which is held, cannot be discarded: " + kind()
                            + " leads to it, and " + left.old().label() + " is not up; promote it, or start "
                            + left.old().label() + ".",
                    left.sources());
        }
        undo(
                left,
                "Release " + journal.release() + " of " + journal.owner() + ", which was held, is discarded, " + why);
    }

    /** Settles what a journal tells of, of which the time is over, as the next deployment would; returns what came of it. */
    public Settled expire(Journal journal, List<HostState> hosts)
            throws HostException, CancelledException, InterruptedException {
        return settle(journal, hosts, null, ObserveAgain.byTheNext(context));
    }

    /**
     * What came of it.
     *
     * @param why what spoke against its release; an empty text for nothing
     * @param hooks what is to be known of its hooks, behind a space; an empty text for nothing
     * @param standby until when the old slot stays as a standby, if it does
     */
    public record Settled(End end, String why, String hooks, Optional<Instant> standby) {

        /** One that leaves none. */
        Settled(End end, String why, String hooks) {
            this(end, why, hooks, Optional.empty());
        }
    }

    /**
     * Settles what a journal tells of.
     *
     * @param frontDoor if it is given, its answer may prove which release is served
     * @param look sees what there is yet to see
     */
    Settled settle(Journal journal, List<HostState> hosts, FrontDoor frontDoor, ObserveAgain look)
            throws HostException, CancelledException, InterruptedException {
        sayCutOff(journal);
        endHook(journal.hooks());
        HalfDone left = forward(new HalfDone(journal, hosts, routers(journal)));
        refuseUntold(left, frontDoor);
        String against = against(left);
        boolean well = against.isEmpty();
        if (well) {
            against = look.against(left);
            // It may have died meanwhile.
            left = new HalfDone(journal, cluster.inspectHosts(), cluster.readRouters());
        }
        against = against.isEmpty() ? down(left) : against;
        against = against.isEmpty() ? look.againstTheStop(left) : against;
        if (against.isEmpty()) {
            against = ill(left);
            // It may have died of the very question.
            left = new HalfDone(journal, cluster.inspectHosts(), cluster.readRouters());
            against = against.isEmpty() ? downOrNotKeptUp(left) : against;
        }
        if (against.isEmpty()) {
            return serves(left);
        }
        if (left.canGoBack()) {
            undo(left, "It is undone, since " + against);
            return new Settled(End.UNDONE, against, journal.hooks().told(false));
        }
        boolean oldMayServe = well && left.oldIsLeft() && !left.retiring();
        if (!left.served() || oldMayServe) {
            throw nowhereToGo(left, against);
        }
        if (!well) {
            look.drain(left);
        }
        return stays(left, against);
    }

    private void sayCutOff(Journal journal) {
        int share = journal.reached().share();
        say((journal.left().isPresent() ? "The rollback to" : "The deployment of") + " release " + journal.release()
                + " by " + journal.owner() + " was cut off"
                + (share > 0 ? " while " + share + " % of the clients were led to it." : "."));
    }

    private Settled serves(HalfDone left) throws HostException, CancelledException, InterruptedException {
        Journal journal = left.journal();
        Duration keep =
                journal.leavesBad() ? Duration.ZERO : context.plan().limits().keepPrevious();
        Optional<Instant> standby = finish(left, " and is healthy", keep);
        return new Settled(End.SERVES, "", journal.hooks().told(true), standby);
    }

    private Settled stays(HalfDone left, String against)
            throws HostException, CancelledException, InterruptedException {
        keepUp(left);
        finish(left, ", and stays there although " + against + ", since there is nothing to go back to", Duration.ZERO);
        return new Settled(End.SERVES_ILL, against, left.journal().hooks().told(true));
    }

    /** One that nobody waits for any more must not be at work beside what is done now. */
    private void endHook(HookMarks hooks) throws HostException, InterruptedException {
        if (!hooks.half().isEmpty()) {
            say(hooks.half());
            for (ApplicationHost on : cluster.app()) {
                new EndHook(on).undo();
            }
        }
    }

    /**
     * Has all routers lead to its release where only some do, it is healthy, and nothing of the old slot runs, as when a first deployment was
     * cut off between the switches.
     */
    private HalfDone forward(HalfDone left) throws HostException, InterruptedException {
        boolean only = !left.served() && !left.canGoBack() && !left.oldIsLeft();
        if (!only || !left.down().isEmpty() || !ill(left).isEmpty()) {
            return left;
        }
        cluster.checkLocks();
        stage = Stage.BEGUN;
        for (int i = 0; i < left.routers().size(); i++) {
            RouterState state = left.routers().get(i);
            TrafficRouter router = cluster.routers().get(i);
            if (state.stale() || !state.live().equals(Optional.of(left.slot()))) {
                router.switchTo(left.slot());
                say(kind() + " on " + router.name() + " serves " + left.slot().label() + " now as well.");
            }
        }
        return new HalfDone(left.journal(), left.hosts(), cluster.readRouters());
    }

    /** What says what is served does not tell it alone: the switch may have been cut off before the router went by it. */
    private List<RouterState> routers(Journal journal) throws HostException, InterruptedException {
        if (!journal.beforeSwitch()) {
            cluster.checkLocks();
            for (TrafficRouter router : cluster.routers()) {
                try {
                    router.refresh();
                } catch (HostException e) {
                    throw new HostException(untold() + ". " + e.getMessage(), e.evidence(), e);
                }
            }
        }
        return cluster.readRouters();
    }

    private void refuseUntold(HalfDone left, FrontDoor frontDoor) throws HostException {
        boolean proved =
                frontDoor != null && context.plan().health().expectRelease().asked();
        // Before the switch only somebody else can have led a router there.
        boolean either = !left.journal().beforeSwitch() || left.led();
        if (either && !proved && left.untold()) {
            throw new HostException(
                    untold() + ": " + cluster.routers().get(0).terms().unseen()
                            + "; reload it, look which release the front door answers from, stop the process of the"
                            + " other slot, and deploy again.",
                    left.sources());
        }
    }

    private String untold() {
        return "What it left was not settled, since it is not certain which slot " + kind() + " serves";
    }

    private HostException nowhereToGo(HalfDone left, String against) {
        return new HostException(
                "It can be neither finished, since " + against + ", nor undone, since "
                        + left.old().label()
                        + " is not up on all hosts; start that again, stop what runs of it, or have " + kind()
                        + " serve one slot, and deploy again.",
                left.sources());
    }

    /** Tells what speaks against leaving its release where it is; an empty text if it serves, and well. */
    private String against(HalfDone left) throws HostException, InterruptedException {
        String down = down(left);
        return down.isEmpty() ? ill(left) : down;
    }

    private String down(HalfDone left) {
        if (left.served()) {
            return left.down();
        }
        return left.share() > 0
                ? kind() + " leads " + left.share() + " % of the clients to it, and nobody judges it any more"
                : kind() + " does not serve it";
    }

    private String ill(HalfDone left) throws HostException, InterruptedException {
        for (ApplicationHost on : cluster.app()) {
            HealthProbe.Answer answer = ask(on, left);
            if (!answer.healthy()) {
                // A single one may be due to the load.
                context.cancellation().pauseRegardless(ASK_AGAIN);
                answer = ask(on, left);
            }
            if (!answer.healthy()) {
                return "it is not healthy on " + on.name() + ": " + answer.seen();
            }
        }
        return "";
    }

    private HealthProbe.Answer ask(ApplicationHost on, HalfDone left) throws HostException, InterruptedException {
        return probe(on, left.journal())
                .ask(
                        on.host(),
                        on.plan().slots().port(left.slot()),
                        left.journal().release());
    }

    /** Returns who asks as it was deployed, and not as the next one is going to be. */
    private HealthProbe probe(ApplicationHost on, Journal journal) throws LockLostException, InterruptedException {
        DeployPlan plan = context.plan();
        // A rollback that is taken up may not know yet which release it had chosen.
        boolean own = journal.deployment().equals(plan.deploymentId())
                && journal.release().equals(plan.release().id());
        if (own) {
            return context.connector().probe();
        }
        try {
            return context.connector()
                    .probe(on.releases().settings(journal.release()).health());
        } catch (LockLostException e) {
            throw e;
        } catch (HostException e) {
            // It was deployed by a version that kept no settings.
            return context.connector().probe();
        }
    }

    private String downOrNotKeptUp(HalfDone left) throws HostException, InterruptedException {
        String down = down(left);
        return down.isEmpty() ? keepUp(left) : down;
    }

    /** Has its release be started again from now on, and tells where it ended before that could be; an empty text if nowhere. */
    private String keepUp(HalfDone left) throws HostException, InterruptedException {
        String ended = "";
        for (ApplicationHost on : cluster.app()) {
            if (on.processes().keepUp(left.slot()).isEmpty()) {
                ended = "it does not run on " + on.name();
            }
        }
        return ended;
    }

    private OldSlot old(HalfDone left) {
        return new OldSlot(context, left.old(), left.hosts());
    }

    private Optional<Instant> finish(HalfDone left, String how, Duration keep)
            throws HostException, CancelledException, InterruptedException {
        stage = Stage.BEGUN;
        Optional<Instant> standby = new RetireSlot(old(left), keep).run();
        cluster.closeJournal(left.journal(), true, context.cancellation().now());
        stage = Stage.DONE;
        settled(
                left.journal(),
                true,
                "Its release serves in " + left.slot().label() + how + "; "
                        + left.old().label()
                        + standby.map(until -> " stays as a standby until " + TimeSpan.clock(until) + ".")
                                .orElse(" is stopped now."));
        return standby;
    }

    private void undo(HalfDone left, String sentence) throws HostException, CancelledException, InterruptedException {
        stage = Stage.BEGUN;
        List<String> done = new TakeBack(context, left).run();
        Journal journal = left.journal();
        cluster.closeJournal(journal, false, context.cancellation().now());
        stage = Stage.DONE;
        settled(journal, false, sentence + (done.isEmpty() ? "." : "; " + String.join(", ", done) + "."));
    }

    private String kind() {
        return context.plan().router();
    }

    private void settled(Journal journal, boolean deployed, String how) {
        String leftOut = journal.hooks().leftOut(deployed);
        say(how + (leftOut.isEmpty() ? "" : " " + leftOut));
        context.progress()
                .cutOffSettled(journal.deployment(), how + journal.hooks().told(deployed));
    }

    private void say(String text) {
        context.progress().note("", text);
    }
}
