package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.hook.HookRunner;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.proof.ProveTraffic;
import io.jenkins.plugins.bluegreen.deploy.retire.DrainBeforeRollback;
import io.jenkins.plugins.bluegreen.deploy.retire.LastLook;
import io.jenkins.plugins.bluegreen.deploy.retire.Observe;
import io.jenkins.plugins.bluegreen.deploy.retire.ObserveWhileDraining;
import io.jenkins.plugins.bluegreen.deploy.retire.Observers;
import io.jenkins.plugins.bluegreen.deploy.retire.OldSlot;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.step.AdoptSlot;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.deploy.step.SwitchTraffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** What a {@link Strategy} moves traffic with. Each move is a step that the undo log takes back. */
public final class TrafficShift implements Shift {

    private static final Duration JUST_NOW = Duration.ofSeconds(2);

    private final DeployContext context;
    private final AvailabilityMonitor monitor;
    private final Slot idle;
    private final OldSlot old;
    private final List<RouterState> before;
    private final ProveTraffic proof;
    private final HookRunner hooks;
    private final Shares shares;
    private final boolean first;
    private volatile Instant provenAgain;
    private final List<TrafficRouter> switched = new ArrayList<>();
    private final Set<TrafficRouter> led = new HashSet<>();

    private TrafficShift(
            DeployContext context,
            AvailabilityMonitor monitor,
            SlotDecision decision,
            List<RouterState> before,
            How how) {
        this.context = context;
        this.monitor = monitor;
        this.idle = decision.idle();
        this.old = new OldSlot(context, decision.idle().other(), decision.hosts());
        this.before = before;
        this.proof = how.proof();
        this.hooks = how.hooks();
        this.shares = how.shares();
        this.first = decision.live().isEmpty();
    }

    /**
     * What goes with it.
     *
     * @param proof how it will be seen that traffic has moved
     * @param hooks what is run once it has
     * @param shares hears of the shares of the clients that are led to the new slot before
     */
    public record How(ProveTraffic proof, HookRunner hooks, Shares shares) {}

    /** Notes where whoever comes after us finds it that a share of the clients is about to be led to the new slot. */
    public interface Shares {

        /** @param percent how much */
        void leading(int percent) throws HostException, InterruptedException;
    }

    /**
     * Begins to measure at the front door, and notes what the routers serve; moves nothing yet.
     *
     * @param how what goes with it
     * @param journal writes to its end, whatever is found meanwhile, that traffic is moved from now on
     * @throws HostException if a lock was lost meanwhile
     * @throws CancelledException if the deployment is asked to stop meanwhile
     */
    public static TrafficShift begin(
            DeployContext context, AvailabilityMonitor monitor, SlotDecision decision, How how, Portion journal)
            throws HostException, CancelledException, InterruptedException {
        monitor.begin(context.cancellation());
        AtomicReference<List<RouterState>> before = new AtomicReference<>();
        List<Portion> looks = List.of(
                () -> before.set(context.cluster().readRouters()),
                () -> how.proof().begin(decision.live().isEmpty()));
        Portion look = () -> InParallel.each(looks, context.cancellation(), Portion::run);
        InParallel.eachToItsEnd(List.of(journal, look), Portion::run);
        context.cluster().checkLocks();
        if (decision.live().isPresent()) {
            // What was started by hand may be the very same release.
            Optional<String> live = decision.liveRelease().filter(release -> !release.equals(AdoptSlot.BY_HAND));
            DrainBeforeRollback.Proof proof = () -> how.proof().giveUp(decision.idle(), live);
            context.undoLog().undoLater(new DrainBeforeRollback(context, decision.idle(), Optional.of(proof)));
        }
        monitor.switching();
        return new TrafficShift(context, monitor, decision, before.get(), how);
    }

    @Override
    public List<TrafficRouter> routers() {
        return context.cluster().routers();
    }

    @Override
    public List<ApplicationHost> hosts() {
        return context.cluster().app();
    }

    @Override
    public boolean first() {
        return first;
    }

    @Override
    public void step(String name, Portion portion) throws HostException, CancelledException, InterruptedException {
        context.undoLog().perform("", name, () -> {
            portion.run();
            return "";
        });
    }

    @Override
    public void confirm() throws HostException, CancelledException, InterruptedException {
        context.cancellation().check();
        context.cluster().checkLocks();
        context.cluster().confirmLocks();
    }

    /** Says something that is no step. */
    void note(String text) {
        context.progress().note("", text);
    }

    DeployContext context() {
        return context;
    }

    AvailabilityMonitor monitor() {
        return monitor;
    }

    @Override
    public Slot idle() {
        return idle;
    }

    /** Returns the routers that can lead a share of the clients. */
    List<CanaryRouter> canaries() {
        return routers().stream().map(CanaryRouter.class::cast).toList();
    }

    /** Returns how that is called as a step of each router. */
    public static String leadStep(DeployPlan plan, Slot slot, int percent) {
        return "lead " + percent + " % of the clients to " + plan.shown(slot);
    }

    /** The first time, it is noted as well that this is to be taken back. */
    @Override
    public void lead(int percent) throws HostException, CancelledException, InterruptedException {
        confirm();
        shares.leading(percent);
        for (CanaryRouter router : canaries()) {
            if (led.add(router)) {
                context.undoLog().undoLater(new LeadNobody(router, idle));
            }
            context.cancellation().check();
            context.cluster().checkLocks();
            context.undoLog()
                    .perform(router.name(), leadStep(context.plan(), idle, percent), () -> router.lead(idle, percent));
        }
    }

    /** Notes anew what is there before the switch, where a share of the clients was led to the new slot until now, and is followed by all. */
    void leadAllNext() throws HostException, CancelledException, InterruptedException {
        InParallel.each(List.<Portion>of(() -> proof.begin(first)), context.cancellation(), Portion::run);
        confirm();
        shares.leading(0);
    }

    /** Has a router send all traffic to the new slot. */
    @Override
    public void switchTraffic(TrafficRouter router) throws HostException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        RouterState was = before.get(routers().indexOf(router));
        // One after the other, of which each may take long: by now another deployment may be at work.
        context.cluster().checkLocks();
        context.undoLog()
                .perform(new SwitchTraffic(
                        router, plan.router(), was, idle, plan.slots().port(idle)));
        switched.add(router);
        if (switched.containsAll(routers())) {
            monitor.mark(Mark.Kind.SWITCHED);
        }
    }

    @Override
    public void prove() throws HostException, CancelledException, InterruptedException {
        telling("after the switch", () -> proof.run(idle, context.undoLog()));
        monitor.check();
    }

    @Override
    public void prove(List<TrafficRouter> some) throws HostException, CancelledException, InterruptedException {
        telling("after the switch", () -> proof.some(some, idle, context.undoLog()));
        monitor.check();
    }

    @Override
    public void watch(String name, Duration limit) throws HostException, CancelledException, InterruptedException {
        step(name, () -> {
            List<Observe> all = hosts().stream()
                    .map(on -> Observe.of(context, on, idle, monitor, limit))
                    .toList();
            new Observers(all, context.cancellation()).run();
        });
    }

    @Override
    public Duration observation() {
        return context.plan().limits().observe();
    }

    @Override
    public void afterSwitch() throws HostException, CancelledException, InterruptedException {
        hooks.run(Hook.AFTER_SWITCH);
    }

    /**
     * Sees it a last time, when nothing but the stop of the old slot is left.
     *
     * @throws HostException if that is not so any more
     */
    public void proveStill() throws HostException, CancelledException, InterruptedException {
        if (!first && context.cancellation().since(provenAgain).compareTo(JUST_NOW) > 0) {
            seeAgain();
            seeWhatIsLeft();
        }
    }

    private void seeAgain() throws HostException, CancelledException, InterruptedException {
        // Users wait while it is asked again and again where nothing may answer any more.
        lookAlive(LastLook.WHEN);
        telling(LastLook.WHEN, () -> proof.again(idle, context.undoLog()));
    }

    private void seeWhatIsLeft() throws HostException, CancelledException, InterruptedException {
        telling(LastLook.WHEN, () -> proof.left(idle.other(), context.undoLog()));
        provenAgain = context.cancellation().now();
    }

    /** Where no slot was live there is nothing that anybody could still be led to. */
    private ObserveWhileDraining.Besides proveAgain() {
        if (first) {
            return ObserveWhileDraining.NOTHING;
        }
        return new ObserveWhileDraining.Besides(this::seeAgain, this::seeWhatIsLeft);
    }

    /** No request reaches what has ended; that is the reason to tell then. */
    private void telling(String when, Portion seen) throws HostException, CancelledException, InterruptedException {
        try {
            seen.run();
        } catch (HostException e) {
            lookAlive(when);
            throw e;
        }
    }

    private void lookAlive(String when) throws HostException, CancelledException, InterruptedException {
        InParallel.each(hosts(), context.cancellation(), on -> new StartedProcess(on, idle).lookAlive(when));
    }

    @Override
    public void observe(List<ApplicationHost> hosts) throws HostException, CancelledException, InterruptedException {
        new ObserveWhileDraining(context, monitor, idle, old, proveAgain()).run(hosts);
    }
}
