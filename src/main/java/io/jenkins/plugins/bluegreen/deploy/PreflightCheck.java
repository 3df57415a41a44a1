package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.deploy.Looks.Task;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.SameHost;
import io.jenkins.plugins.bluegreen.deploy.journal.HostPreflight;
import io.jenkins.plugins.bluegreen.deploy.proof.Ground;
import io.jenkins.plugins.bluegreen.deploy.proof.ProveTraffic;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.ClusterState;
import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.step.AdoptSlot;
import io.jenkins.plugins.bluegreen.deploy.step.KeepUp;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks whether a deployment would find what it needs, at all hosts at once, changing nothing. */
public final class PreflightCheck {

    /** A person waits for it. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String HEALTH_PATH = "healthCheck.path";
    private static final String FRONT_DOOR = "frontDoor";
    private static final String ROUTER = "router";

    private final DeployPlan plan;
    private final Connector connector;
    private final Looks looks;
    private final Map<Target, RemoteHost> connected = new ConcurrentHashMap<>();
    private final Map<Target, ApplicationHost> hosts = new ConcurrentHashMap<>();
    private final Map<Target, HostState> states = new ConcurrentHashMap<>();
    private final Map<Target, Router> routers = new ConcurrentHashMap<>();

    private volatile boolean over;

    private record Router(RouterState state, RouterTerms terms) {}

    private PreflightCheck(DeployPlan plan, Connector connector, Duration limit) {
        this.plan = plan;
        this.connector = connector;
        this.looks = new Looks(limit);
    }

    /**
     * Looks at every host of a plan: the login and the host key, the tools, the directory, the ports, what its router
     * goes by and needs, and what the slots and the front door answer. It ends within {@link #LIMIT}, whatever hangs.
     */
    public static List<Finding> inspect(DeployPlan plan, Connector connector) throws InterruptedException {
        return inspect(plan, connector, LIMIT);
    }

    static List<Finding> inspect(DeployPlan plan, Connector connector, Duration limit) throws InterruptedException {
        PreflightCheck check = new PreflightCheck(plan, connector, limit);
        try {
            check.all();
        } finally {
            check.close();
        }
        return check.looks.findings();
    }

    private void all() throws InterruptedException {
        Set<Target> targets = new LinkedHashSet<>(plan.hosts());
        targets.addAll(plan.routerHosts());
        HealthProbe.Answer[] door = new HealthProbe.Answer[1];
        List<Task> tasks = new ArrayList<>();
        targets.forEach(target -> tasks.add(new Task(
                target.toString(),
                "hosts",
                target + " did not answer",
                "Look whether the host is up, whether an SSH server listens there, and at the firewall between.",
                found -> look(target, found))));
        FrontDoor asked = connector.frontDoor();
        if (asked != null) {
            tasks.add(new Task(
                    "",
                    FRONT_DOOR,
                    plan.frontDoor().url() + " did not answer",
                    "Look whether the front door can be reached from where this was asked.",
                    found -> door[0] = asked.ask()));
        }
        looks.all(tasks);
        if (door[0] != null) {
            looks.add(told(door[0]));
        }
        if (states.keySet().containsAll(plan.hosts()) && routers.keySet().containsAll(plan.routerHosts())) {
            // One after the other: who asks a slot while the way to it is proven would be taken for a user.
            looks.all(List.of(task(this::together)));
        }
    }

    private Task task(Looks.Look look) {
        return new Task(
                "",
                ROUTER,
                "Whether requests through " + plan.router() + " reach the live slot could not be seen",
                "Test again; where that does not help, look what on the hosts takes so long.",
                look);
    }

    /** What is there on one host, for the application and for its router. */
    private void look(Target target, List<Finding> found) throws HostException, InterruptedException {
        RemoteHost host = connector.connect(target);
        connected.put(target, host);
        if (over) {
            host.close();
        }
        if (plan.hosts().contains(target)) {
            try {
                application(target, host, found);
            } catch (HostException e) {
                found.add(Finding.wrong(target.toString(), "deployDirectory", e));
            }
        } else {
            HostPreflight.checkTools(host);
            found.add(Finding.good(target.toString(), "hosts", "login works"));
        }
        if (plan.routerHosts().contains(target)) {
            try {
                router(target, connector.router(host), found);
            } catch (HostException e) {
                found.add(Finding.wrong(target.toString(), ROUTER, e));
            }
        }
    }

    private void application(Target target, RemoteHost host, List<Finding> found)
            throws HostException, InterruptedException {
        String name = target.toString();
        Optional<String> advice = new HostPreflight(host, plan.directory()).advise();
        found.add(Finding.good(name, "deployDirectory", "login works, " + plan.directory() + " can be written"));
        advice.ifPresent(text -> found.add(Finding.advice(name, "deployDirectory", text)));
        ApplicationHost on = ApplicationHost.of(host, connector, plan);
        HostState state = Cluster.inspect(on);
        for (Slot slot : Slot.values()) {
            found.add(Finding.good(name, slot.label() + "Port", shown(slot) + ": " + state.describe(slot)));
        }
        HealthSummary health = new HealthSummary(plan, List.of(on), connector.probe());
        for (Slot slot : Slot.values()) {
            HealthSummary.Health said = health.health(state, slot);
            if (!said.said().isEmpty()) {
                found.add(healthy(name, slot, said));
            }
        }
        upkeep(on, found);
        hosts.put(target, on);
        states.put(target, state);
    }

    /** Of its processes after the deployment, and of the room that the next release takes. */
    private static void upkeep(ApplicationHost on, List<Finding> found) throws HostException, InterruptedException {
        try {
            found.add(Finding.good(on.name(), "deployDirectory", Cluster.room(on)));
        } catch (HostException e) {
            found.add(Finding.wrong(on.name(), "deployDirectory", e));
        }
        try {
            on.processes().check();
            KeepUp.lacking(on).forEach(lack -> found.add(Finding.advice(on.name(), "process", lack)));
        } catch (HostException e) {
            found.add(Finding.wrong(on.name(), "process", e));
        }
    }

    private Finding healthy(String host, Slot slot, HealthSummary.Health said) {
        String text = shown(slot) + " " + said.said() + " to " + plan.health().path();
        return said.healthy()
                ? Finding.good(host, HEALTH_PATH, text)
                : Finding.advice(
                        host,
                        HEALTH_PATH,
                        text
                                + ", which does not count as healthy; look whether the path is right, since a new release has to"
                                + " answer well there.");
    }

    private void router(Target target, TrafficRouter router, List<Finding> found)
            throws HostException, InterruptedException {
        RouterState state = router.inspect();
        router.check();
        router.checkReach();
        found.add(Finding.good(
                target.toString(),
                ROUTER,
                plan.router() + " can be switched"
                        + state.live()
                                .map(live -> "; it leads to " + shown(live) + " now, since " + state.source())
                                .orElse(", but no slot is named yet: " + state.source())));
        try {
            Strategy.of(plan).check(router);
        } catch (HostException e) {
            found.add(Finding.wrong(target.toString(), "strategy", e));
        }
        if (plan.application().router().previews()) {
            try {
                ((PreviewRouter) router).checkPreview();
            } catch (HostException e) {
                found.add(Finding.wrong(target.toString(), ROUTER, e));
            }
        }
        router.advise().forEach(text -> found.add(Finding.advice(target.toString(), ROUTER, text)));
        routers.put(target, new Router(state, router.terms()));
    }

    /** What the hosts are together. */
    private void together(List<Finding> found) throws HostException, InterruptedException {
        List<ApplicationHost> on = plan.hosts().stream().map(hosts::get).toList();
        List<RouterState> led =
                plan.routerHosts().stream().map(routers::get).map(Router::state).toList();
        ClusterState state = new ClusterState(
                plan.hosts().stream().map(states::get).toList(),
                () -> led,
                plan.routerHosts().stream().map(routers::get).map(Router::terms).toList());
        try {
            SameHost.refuse(plan.hosts(), connected);
        } catch (HostException e) {
            found.add(Finding.wrong("", "hosts", e));
            return;
        }
        try {
            found.add(Finding.good("", "", wouldGoTo(on, state)));
        } catch (HostException e) {
            found.add(Finding.wrong("", "bluePort", e));
        }
        found.add(Finding.good("", ROUTER, couldBeProven(on, state)));
    }

    private String wouldGoTo(List<ApplicationHost> on, ClusterState state) throws HostException, InterruptedException {
        List<AdoptSlot> adopted = AdoptSlot.of(on, state);
        OnHosts first = new OnHosts(on.stream().map(ApplicationHost::name).toList());
        for (AdoptSlot step : adopted) {
            String where = first.isFew() ? "" : "on " + step.host() + " ";
            first.add(
                    step.host(), where + "a deployment would " + step.rehearsed() + ", and stop that after the switch");
        }
        HealthSummary health = new HealthSummary(plan, on, connector.probe());
        Slot idle =
                SlotDecision.of(plan, AdoptSlot.after(adopted, state), health).idle();
        return first.texts().stream().map(text -> text + "; ").collect(Collectors.joining())
                + "a deployment would go to " + shown(idle);
    }

    /** Asks the routers for today's live slot, as a deployment will for the new one. */
    private String couldBeProven(List<ApplicationHost> on, ClusterState state)
            throws HostException, InterruptedException {
        List<Ground.Router> asked = new ArrayList<>();
        for (Target target : plan.routerHosts()) {
            RemoteHost host = connected.get(target);
            asked.add(new Ground.Router(
                    host, connector.router(host), routers.get(target).state()));
        }
        List<RemoteHost> app = on.stream().map(ApplicationHost::host).toList();
        Optional<Slot> live = state.routers().get().get(0).live().filter(this::anywhere);
        Ground ground = new Ground(plan, connector, app, asked, new Cancellation(), new ReentrantLock(), () -> {});
        try {
            List<String> said = ProveTraffic.of(ground, live).rehearsed();
            return said.isEmpty()
                    ? "nothing is live that could be asked for through " + plan.router()
                    : plan.router() + ": " + String.join("; ", said);
        } catch (CancelledException e) {
            // Nobody cancels it.
            throw new IllegalStateException(e);
        }
    }

    private String shown(Slot slot) {
        return slot.label() + " (" + plan.slots().port(slot) + ")";
    }

    private boolean anywhere(Slot slot) {
        return states.values().stream().anyMatch(host -> host.listening(slot));
    }

    /** What the front door answers is the application's as soon as there is one. */
    private Finding told(HealthProbe.Answer answer) {
        String url = plan.frontDoor().url().toString();
        boolean answered = Character.isDigit(answer.seen().charAt(0));
        if (answer.by() == HealthProbe.By.REDIRECT) {
            return Finding.advice(
                    "",
                    FRONT_DOOR,
                    url + " answers " + answer.seen() + ", which may be answered by " + plan.router()
                            + " alone, so that nothing of the application is seen or measured there; give "
                            + (staysOn(plan.frontDoor().url().getHost(), answer.seen())
                                    ? "the URL that this leads to."
                                    : "a URL that the application answers itself, such as its health page."));
        }
        if (answer.healthy()) {
            return Finding.good("", FRONT_DOOR, url + " answers " + answer.seen());
        }
        boolean first = List.of(Slot.values()).stream().noneMatch(this::anywhere);
        if (answered && first) {
            return Finding.good(
                    "", FRONT_DOOR, url + " answers " + answer.seen() + ", and nothing is live behind it yet");
        }
        return new Finding(
                answered ? Mark.ADVICE : Mark.WRONG,
                "",
                FRONT_DOOR,
                url + (answered ? " answers " : " does not answer: ") + answer.seen() + ".",
                answered
                        ? "Look whether its users would be content with that: a deployment wants a good answer after the switch."
                        : "Correct the URL, or let it be reached from where deployments run.",
                answer.evidence());
    }

    /** To another scheme alone; another host may be that of a login, which is no part of the application. */
    private static boolean staysOn(String host, String redirect) {
        return redirect.matches("(?i).* to [a-z]+://" + Pattern.quote(host) + "(:\\d+)?");
    }

    /** A connection that hangs is closed by who closes it, while nobody waits. */
    private void close() {
        over = true;
        connected.values().forEach(host -> {
            Thread closing = new Thread(host::close, "blue-green-look-end");
            closing.setDaemon(true);
            closing.start();
        });
    }
}
