package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.ClusterState;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.SlotState;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a process that was started by hand, and serves, as what runs in the live slot: it is drained and stopped after the switch like one
 * that the plugin started. Until then nothing is done to it.
 */
public record AdoptSlot(ApplicationHost on, Slot slot) implements Step {

    /** What is recorded as its release, which nobody knows ({@code adopt.sh}). */
    public static final String BY_HAND = "by-hand";

    /** Returns what there is to adopt. */
    public static List<AdoptSlot> of(List<ApplicationHost> hosts, ClusterState state) throws HostException {
        List<AdoptSlot> steps = new ArrayList<>();
        if (hosts.stream().allMatch(on -> on.plan().application().adopt().isEmpty())) {
            return steps;
        }
        List<Optional<Slot>> served =
                state.routers().get().stream().map(RouterState::live).distinct().toList();
        if (served.size() != 1 || served.get(0).isEmpty()) {
            return steps;
        }
        Slot live = served.get(0).get();
        for (int i = 0; i < hosts.size(); i++) {
            HostState host = state.hosts().get(i);
            if (host.stranger(live).isPresent() && !host.running(live)) {
                steps.add(new AdoptSlot(hosts.get(i), live));
            }
        }
        return steps;
    }

    @Override
    public String host() {
        return on.name();
    }

    @Override
    public String name() {
        return "adopt what serves as " + on.plan().shown(slot);
    }

    @Override
    public String run() throws HostException, InterruptedException {
        return on.processes().adopt(slot, deployment());
    }

    /** Not the one that adopts, which starts something of its own in the other slot. */
    private String deployment() {
        return "adopted-by-" + on.plan().deploymentId();
    }

    /**
     * Tells what would be adopted, for a reader.
     *
     * @throws HostException if it cannot be
     */
    public String rehearsed() throws HostException, InterruptedException {
        return "adopt " + on.processes().adoptable(slot) + " as " + slot.label();
    }

    /** Returns what there would be after these were adopted. */
    public static ClusterState after(List<AdoptSlot> steps, ClusterState state) {
        List<HostState> hosts = state.hosts().stream()
                .map(host -> steps.stream()
                        .filter(step -> step.host().equals(host.host()))
                        .findFirst()
                        .map(step -> step.after(host))
                        .orElse(host))
                .toList();
        return new ClusterState(hosts, state.routers(), state.terms());
    }

    private HostState after(HostState before) {
        Map<Slot, SlotState> slots = new EnumMap<>(before.slots());
        slots.put(
                slot,
                new SlotState(
                        Optional.of(BY_HAND),
                        Optional.of(deployment()),
                        Optional.empty(),
                        Optional.of("?"),
                        Listener.OWN));
        return new HostState(before.host(), slots, before.journal());
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        on.processes().forget(slot, deployment());
    }
}
