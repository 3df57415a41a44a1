package io.jenkins.plugins.bluegreen.deploy;

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
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Looks whether a deployment would find what it needs, changing nothing. */
public final class PreflightCheck {

    private final DeployPlan plan;
    private final List<Finding> findings = new ArrayList<>();

    private PreflightCheck(DeployPlan plan) {
        this.plan = plan;
    }

    /**
     * One thing that was looked at.
     *
     * @param kind what it means for a deployment
     * @param host the host's name, or an empty text
     * @param text what was found, in plain text of one or more lines
     */
    public record Finding(Kind kind, String host, String text) implements Serializable {}

    /** What a finding means for a deployment. */
    public enum Kind {
        /** It is as it should be. */
        WELL,
        /** A deployment would do, and could do better. */
        ADVICE,
        /** A deployment would fail. */
        FAULT
    }

    /** Something to look at. */
    private interface Look {
        String at() throws HostException, InterruptedException;
    }

    /**
     * Looks at every host of a plan: the login and the host key, the tools, the directory, the ports, and what its router
     * goes by and needs.
     */
    public static List<Finding> inspect(DeployPlan plan, Connector connector) throws InterruptedException {
        PreflightCheck inspection = new PreflightCheck(plan);
        Map<Target, RemoteHost> connected = new LinkedHashMap<>();
        try {
            inspection.all(connector, connected);
        } finally {
            connected.values().forEach(RemoteHost::close);
        }
        return inspection.findings;
    }

    private void all(Connector connector, Map<Target, RemoteHost> connected) throws InterruptedException {
        List<ApplicationHost> hosts = new ArrayList<>();
        List<HostState> states = new ArrayList<>();
        for (Target target : plan.hosts()) {
            look(target.toString(), () -> {
                RemoteHost host = connected(connector, connected, target);
                new HostPreflight(host, plan.directory()).check();
                ApplicationHost on = ApplicationHost.of(host, connector, plan);
                HostState state = Cluster.inspect(on);
                on.processes().check();
                hosts.add(on);
                states.add(state);
                return "login works, " + plan.directory() + " can be written; " + described(state, Slot.BLUE) + "; "
                        + described(state, Slot.GREEN);
            });
        }
        keptUp(hosts);
        List<RouterState> routers = new ArrayList<>();
        List<RouterTerms> terms = new ArrayList<>();
        routers(
                target -> {
                    RemoteHost host = connected(connector, connected, target);
                    if (!plan.hosts().contains(target)) {
                        HostPreflight.checkTools(host);
                    }
                    return connector.router(host);
                },
                routers,
                terms);
        if (states.size() == plan.hosts().size()
                && routers.size() == plan.routerHosts().size()) {
            ClusterState state = new ClusterState(states, () -> routers, terms);
            look("", () -> {
                SameHost.refuse(plan.hosts(), connected);
                return wouldGoTo(hosts, state, new HealthSummary(plan, hosts, connector.probe()));
            });
            look("", () -> couldBeProven(connector, connected, hosts, state));
        }
    }

    private void keptUp(List<ApplicationHost> hosts) throws InterruptedException {
        for (ApplicationHost on : hosts) {
            try {
                KeepUp.lacking(on).forEach(lack -> findings.add(new Finding(Kind.ADVICE, on.name(), lack)));
            } catch (HostException e) {
                findings.add(new Finding(Kind.FAULT, on.name(), e.getMessage()));
            }
        }
    }

    /** Finds the router of a host. */
    private interface Routers {
        TrafficRouter on(Target target) throws HostException, InterruptedException;
    }

    private void routers(Routers found, List<RouterState> states, List<RouterTerms> terms) throws InterruptedException {
        Map<String, List<String>> advice = new LinkedHashMap<>();
        for (Target target : plan.routerHosts()) {
            look(target.toString(), () -> {
                TrafficRouter router = found.on(target);
                RouterState state = router.inspect();
                router.check();
                states.add(state);
                terms.add(router.terms());
                advice.put(target.toString(), router.advise());
                return plan.router() + " can be switched; " + state.source();
            });
        }
        advice.forEach((host, all) -> all.forEach(text -> findings.add(new Finding(Kind.ADVICE, host, text))));
    }

    private String wouldGoTo(List<ApplicationHost> hosts, ClusterState state, HealthSummary health)
            throws HostException, InterruptedException {
        StringBuilder first = new StringBuilder();
        List<AdoptSlot> adopted = AdoptSlot.of(hosts, state);
        for (AdoptSlot step : adopted) {
            first.append("a deployment would ").append(step.rehearsed()).append(", and stop that after the switch; ");
        }
        Slot idle =
                SlotDecision.of(plan, AdoptSlot.after(adopted, state), health).idle();
        return first + "a deployment would go to " + idle.label() + " ("
                + plan.slots().port(idle) + ")";
    }

    /** Asks the routers for today's live slot, as a deployment will for the new one. */
    private String couldBeProven(
            Connector connector, Map<Target, RemoteHost> connected, List<ApplicationHost> hosts, ClusterState state)
            throws HostException, InterruptedException {
        List<Ground.Router> routers = new ArrayList<>();
        for (int i = 0; i < state.terms().size(); i++) {
            RemoteHost host = connected.get(plan.routerHosts().get(i));
            routers.add(new Ground.Router(
                    host, connector.router(host), state.routers().get().get(i)));
        }
        List<RemoteHost> app = hosts.stream().map(ApplicationHost::host).toList();
        Optional<Slot> live = state.routers().get().get(0).live().filter(slot -> anywhere(state, slot));
        Ground ground = new Ground(plan, connector, app, routers, new Cancellation(), new ReentrantLock(), () -> {});
        try {
            List<String> asked = ProveTraffic.of(ground, live).rehearsed();
            return asked.isEmpty()
                    ? "nothing is live that could be asked for through " + plan.router()
                    : plan.router() + ": " + String.join("; ", asked);
        } catch (CancelledException e) {
            // Nobody cancels it.
            throw new IllegalStateException(e);
        }
    }

    private static boolean anywhere(ClusterState state, Slot slot) {
        return state.hosts().stream().anyMatch(host -> host.listening(slot));
    }

    private String described(HostState state, Slot slot) {
        return slot.label() + " (" + plan.slots().port(slot) + "): " + state.describe(slot);
    }

    private void look(String host, Look look) throws InterruptedException {
        try {
            findings.add(new Finding(Kind.WELL, host, look.at()));
        } catch (HostException e) {
            findings.add(new Finding(Kind.FAULT, host, (e.getMessage() + "\n" + e.evidence()).strip()));
        }
    }

    private static RemoteHost connected(Connector connector, Map<Target, RemoteHost> connected, Target target)
            throws HostException {
        RemoteHost host = connected.get(target);
        if (host == null) {
            host = connector.connect(target);
            connected.put(target, host);
        }
        return host;
    }
}
