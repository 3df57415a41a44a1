package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.hook.HookRunner;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.proof.ProveTraffic;
import io.jenkins.plugins.bluegreen.deploy.retire.DrainSlot;
import io.jenkins.plugins.bluegreen.deploy.retire.LastLook;
import io.jenkins.plugins.bluegreen.deploy.retire.Observe;
import io.jenkins.plugins.bluegreen.deploy.retire.OldSlot;
import io.jenkins.plugins.bluegreen.deploy.retire.RetireSlot;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.step.AdoptSlot;
import io.jenkins.plugins.bluegreen.deploy.step.AwaitHealthy;
import io.jenkins.plugins.bluegreen.deploy.step.KeepUp;
import io.jenkins.plugins.bluegreen.deploy.step.PreviewSlot;
import io.jenkins.plugins.bluegreen.deploy.step.StartSlot;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.deploy.step.SwitchTraffic;
import io.jenkins.plugins.bluegreen.deploy.step.WarmUpSlot;
import io.jenkins.plugins.bluegreen.deploy.strategy.Shift;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.deploy.strategy.TrafficShift;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport.Status;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.ReleaseSource;
import io.jenkins.plugins.bluegreen.port.ReleaseSource.Shipment;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The steps of a deployment, in its order, by the names that they have when they are done. */
final class Foreseen {

    private final DeployContext context;
    private final DeployPlan plan;
    private final SlotDecision decision;
    private final List<AdoptSlot> adoptions;
    private final ProveTraffic proof;
    private final Optional<Hold> hold;
    private final HookRunner hooks;
    private final OldSlot old;
    private final Slot idle;
    private final Instant now;
    private final Map<ApplicationHost, Shipment> shipments = new ConcurrentHashMap<>();
    private final List<StepReport> steps = new ArrayList<>();

    /** @param hold how the release is held; nothing for not at all */
    Foreseen(
            DeployContext context,
            SlotDecision decision,
            List<AdoptSlot> adoptions,
            ProveTraffic proof,
            Optional<Hold> hold) {
        this.context = context;
        this.plan = context.plan();
        this.decision = decision;
        this.adoptions = adoptions;
        this.proof = proof;
        this.hold = hold;
        this.hooks = new HookRunner(context, marks -> {});
        this.idle = decision.idle();
        this.old = new OldSlot(context, idle.other(), decision.hosts());
        this.now = context.cancellation().now();
    }

    /**
     * Returns them.
     *
     * @throws HostException if a host would not take the release
     */
    List<StepReport> steps(ReleaseSource source) throws HostException, CancelledException, InterruptedException {
        InParallel.each(hosts(), context.cancellation(), on -> shipments.put(on, source.foresee(on.host())));
        looks();
        prepare(source.step());
        if (hold.isEmpty()) {
            hook(Hook.BEFORE_SWITCH);
            Strategy.of(plan).foresee(new Foresight());
            retire();
        } else {
            hold(hold.get());
        }
        return steps;
    }

    private void hold(Hold how) {
        if (how.previewed(plan.application().router()) && decision.live().isPresent()) {
            context.cluster().routers().forEach(router -> add(router.name(), PreviewSlot.name(plan, idle), ""));
        }
        String step = StepReport.HOLD + idle.label() + " for " + TimeSpan.show(how.time());
        hosts().forEach(on -> add(on.name(), step, ""));
    }

    /** Tells what would come of it, as the beginning of a sentence. */
    String sentence() {
        String release = " release " + plan.release().id();
        if (hold.isPresent()) {
            return plan.app() + " would hold" + release + " in " + plan.shown(idle) + " for "
                    + TimeSpan.show(hold.get().time()) + ", without users";
        }
        Duration keep = plan.limits().keepPrevious();
        String then = keep.isZero() || adopted()
                ? " would be stopped"
                : " would stay as a standby for " + TimeSpan.show(keep);
        return plan.app() + " would serve" + release + " from " + plan.shown(idle)
                + decision.live().map(slot -> "; " + plan.shown(slot) + then).orElse("");
    }

    /** What was started by hand is no release that could be gone back to. */
    private boolean adopted() {
        return !adoptions.isEmpty();
    }

    /** Tells what is sent, once {@link #steps} were asked for. */
    String sent() {
        long bytes = shipments.values().stream().mapToLong(Shipment::bytes).sum();
        return (bytes == 1 ? "1 byte" : bytes + " bytes") + " would be sent"
                + (hosts().size() == 1 ? "." : ", to " + hosts().size() + " hosts together.");
    }

    /** What was looked at for this is looked at then as well, under the lock. */
    private void looks() {
        List<StepReport> looked = new ArrayList<>(context.undoLog().reports());
        looked.stream().filter(step -> step.step().equals(Cluster.CONNECT)).forEach(this::again);
        hosts().forEach(on -> add(on.name(), Cluster.lockStep(plan), ""));
        looked.stream().filter(step -> !step.step().equals(Cluster.CONNECT)).forEach(this::again);
    }

    private void prepare(String ship) {
        adoptions.forEach(adoption -> add(adoption.host(), adoption.name(), ""));
        for (int i = 0; i < hosts().size(); i++) {
            ApplicationHost on = hosts().get(i);
            HostState found = decision.hosts().get(i);
            String what = found.standby(idle).isPresent() ? "the standby" : "what an earlier deployment left";
            String left = found.running(idle) ? "; first stops " + what + " in " + idle.label() : "";
            add(on.name(), ship, shipments.get(on).how() + left);
        }
        hook(Hook.BEFORE_START);
        for (ApplicationHost on : hosts()) {
            StartedProcess process = new StartedProcess(on, idle);
            add(on.name(), new StartSlot(on, idle).name(), "");
            add(on.name(), new AwaitHealthy(process, null, null).name(), "");
            if (plan.warmUp().asked()) {
                add(on.name(), new WarmUpSlot(process, context.connector(), null).name(), "");
            }
        }
    }

    private void retire() {
        hosts().forEach(on -> add(on.name(), LastLook.name(idle), ""));
        hosts().forEach(on -> add(on.name(), new KeepUp(on, idle, old.ranOn(on)).name(), ""));
        RetireSlot retire = new RetireSlot(old, plan.limits().keepPrevious());
        Map<String, String> running = new LinkedHashMap<>();
        decision.hosts().forEach(host -> running.put(host.host(), host.describe(old.slot())));
        for (ApplicationHost on : hosts()) {
            if (old.processes().containsKey(on)) {
                retire.steps(adopted()).forEach(step -> add(on.name(), step, running.get(on.name())));
            }
            add(on.name(), RetireSlot.PRUNE, "all but " + plan.limits().keepReleases());
        }
        hook(Hook.AFTER_DEPLOY);
    }

    private void hook(Hook hook) {
        hooks.foresee(hook, (host, step) -> add(host, step, ""));
    }

    private List<ApplicationHost> hosts() {
        return context.cluster().app();
    }

    private void again(StepReport looked) {
        add(looked.host(), looked.step(), "");
    }

    private void add(String host, String step, String detail) {
        steps.add(new StepReport(host, step, now, Duration.ZERO, Status.PLANNED, detail));
    }

    /** Moves nothing. */
    private final class Foresight implements Shift {

        @Override
        public List<TrafficRouter> routers() {
            return context.cluster().routers();
        }

        @Override
        public List<ApplicationHost> hosts() {
            return Foreseen.this.hosts();
        }

        @Override
        public boolean first() {
            return decision.live().isEmpty();
        }

        @Override
        public Duration observation() {
            return plan.limits().observe();
        }

        @Override
        public void step(String name, Portion portion) throws HostException, CancelledException, InterruptedException {
            add("", name, "");
            portion.run();
        }

        @Override
        public Slot idle() {
            return idle;
        }

        @Override
        public void lead(int percent) {
            routers().forEach(router -> add(router.name(), TrafficShift.leadStep(plan, idle, percent), ""));
        }

        @Override
        public void confirm() {
            // No lock was taken.
        }

        @Override
        public void switchTraffic(TrafficRouter router) {
            int port = plan.slots().port(idle);
            add(router.name(), new SwitchTraffic(router, plan.router(), null, idle, port).name(), "");
        }

        @Override
        public void prove() {
            proof.steps(idle).forEach(step -> add("", step, ""));
        }

        @Override
        public void prove(List<TrafficRouter> some) {
            add("", proof.stepOfSome(idle), "");
        }

        @Override
        public void watch(String name, Duration limit) {
            add("", name, "");
        }

        @Override
        public void afterSwitch() {
            hook(Hook.AFTER_SWITCH);
        }

        @Override
        public void observe(List<ApplicationHost> hosts) {
            if (!old.processes().isEmpty()) {
                routers().stream()
                        .filter(TrafficRouter::leavesOld)
                        .forEach(router -> add(router.name(), DrainSlot.step(router), ""));
                old.processes().keySet().forEach(on -> add(on.name(), new DrainSlot(old).step(), ""));
            }
            if (!first()) {
                proof.stepsAgain(idle).forEach(step -> add("", step, ""));
            }
            hosts.forEach(on -> add(on.name(), Observe.name(new StartedProcess(on, idle)), ""));
        }
    }
}
