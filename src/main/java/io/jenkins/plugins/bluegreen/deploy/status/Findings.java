package io.jenkins.plugins.bluegreen.deploy.status;

import io.jenkins.plugins.bluegreen.deploy.state.ClusterState;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus.Begun;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Live;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Started;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What all looks together tell.
 *
 * @param looks by host
 */
record Findings(DeployPlan plan, Map<Target, Look> looks) {

    /**
     * Which slot is live.
     *
     * @param slot nothing where none is, or that is not certain
     * @param doubt why it is not certain, or an empty text
     * @param routers what the routers say
     */
    private record Served(Optional<Slot> slot, String doubt, List<RouterState> routers) {

        Live live(Slot asked) {
            if (!doubt.isEmpty()) {
                return Live.UNKNOWN;
            }
            return slot.equals(Optional.of(asked)) ? Live.LIVE : Live.IDLE;
        }

        /** Returns how much of the clients a router leads to a slot while the other one is live there, in per cent. */
        int share(Slot asked) {
            return routers.stream()
                    .filter(router -> router.live().equals(Optional.of(asked.other())))
                    .mapToInt(RouterState::share)
                    .max()
                    .orElse(0);
        }
    }

    StatusReport report(Instant at) throws InterruptedException {
        boolean apart = !plan.application().router().hosts().isEmpty();
        // Without hosts of its own, each router leads to the slots of its own host.
        Optional<Served> everywhere = apart ? Optional.of(served(all(plan.hosts()), routers())) : Optional.empty();
        List<HostStatus> hosts = new ArrayList<>();
        for (Look look : all(plan.hosts())) {
            hosts.add(status(look, everywhere.isPresent() ? everywhere.get() : served(List.of(look), List.of(look))));
        }
        return new StatusReport(
                plan.app().value(),
                at,
                hosts,
                apart ? routers().stream().map(this::router).toList() : List.of());
    }

    private List<Look> all(List<Target> targets) {
        return targets.stream().map(looks::get).toList();
    }

    private List<Look> routers() {
        return all(plan.routerHosts());
    }

    private Served served(List<Look> hosts, List<Look> routers) throws InterruptedException {
        List<RouterState> said =
                routers.stream().flatMap(look -> look.router().stream()).toList();
        for (Look look : routers) {
            if (look.router().isEmpty()) {
                return new Served(
                        Optional.empty(),
                        "It is not certain which slot is live: what " + plan.router() + " on " + look.target()
                                + " serves is not known: " + look.routerUnknown(),
                        said);
            }
        }
        List<HostState> states =
                hosts.stream().flatMap(look -> look.state().stream()).toList();
        ClusterState state = new ClusterState(
                states, () -> said, routers.stream().map(Look::terms).toList());
        try {
            return new Served(SlotDecision.live(plan, state), "", said);
        } catch (HostException e) {
            return new Served(Optional.empty(), e.getMessage(), said);
        }
    }

    private HostStatus status(Look look, Served served) {
        String name = look.target().toString();
        if (look.state().isEmpty()) {
            return HostStatus.unknown(name, look.unknown());
        }
        HostState state = look.state().get();
        List<SlotStatus> slots = Stream.of(Slot.values())
                .map(slot -> new SlotStatus(
                        slot,
                        plan.slots().port(slot),
                        Started.of(state.slots().get(slot), look.build(slot)),
                        state.slots().get(slot).listener(),
                        look.health(slot),
                        served.live(slot),
                        served.share(slot)))
                .toList();
        return new HostStatus(
                name,
                "",
                slots,
                served.doubt(),
                look.lock(),
                state.journal().map(Begun::of).orElse(null),
                look.notKeptUp(),
                look.releases());
    }

    private RouterStatus router(Look look) {
        return look.router()
                .map(state -> new RouterStatus(
                        plan.router(),
                        look.target().toString(),
                        "",
                        state.live().orElse(null),
                        state.source()))
                .orElseGet(() ->
                        new RouterStatus(plan.router(), look.target().toString(), look.routerUnknown(), null, ""));
    }
}
