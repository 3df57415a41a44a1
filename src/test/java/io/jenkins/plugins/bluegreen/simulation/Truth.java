package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether what a deployment says of its end is so. What can be seen at the moment at which it is done, the world notes by itself. */
record Truth(World world) {

    /**
     * What there was before an undertaking.
     *
     * @param led where the routers led
     * @param halfDone whether another one had left something to be settled first
     */
    record Before(Map<Road, Slot> led, boolean halfDone) {}

    Before before() {
        Map<Road, Slot> led = new HashMap<>();
        world.roads.forEach(road -> led.put(road, road.leads()));
        return new Before(led, halfDone());
    }

    private boolean halfDone() {
        return machines().stream().anyMatch(machine -> !machine.journal.isEmpty());
    }

    private List<Road> roads() {
        return world.roads.stream().filter(road -> !road.at.gone()).toList();
    }

    private List<Machine> machines() {
        return world.machines.stream().filter(machine -> !machine.gone()).toList();
    }

    void checkKnown(Outcome end) {
        if (end.sentence().contains("defect of its own") || end.evidence().contains("defect of its own")) {
            world.breaks("a defect: " + end.sentence() + "\n" + end.evidence());
        }
        if (end.live() != null) {
            for (Road road : roads()) {
                if (road.leads() != end.live() && !end.sentence().contains("by half")) {
                    world.breaks(end.result() + " says that " + end.live() + " is live, and " + road + " leads to "
                            + road.leads() + ": " + end.sentence());
                }
            }
        }
    }

    void check(Outcome end, Before before, int number) {
        checkKnown(end);
        String deployment = "d" + number;
        switch (end.result()) {
            case DEPLOYED -> checkDeployed(end);
            case UNDONE, ABORTED -> {
                checkNothingOf(deployment, end);
                if (!before.halfDone() || !halfDone()) {
                    checkAsBefore(before, end);
                }
            }
            case HELD -> {
                checkAsBefore(before, end);
                for (Machine machine : machines()) {
                    boolean held = List.of(Slot.values()).stream()
                            .map(machine.slots::in)
                            .filter(Objects::nonNull)
                            .anyMatch(process -> process.owner().equals(deployment)
                                    && (process.faulted || process.running && process.standby != null));
                    if (!held || !machine.journal.contains("phase=held")) {
                        world.breaks("nothing is held on " + machine);
                    }
                }
            }
            case DISCARDED -> {
                checkAsBefore(before, end);
                checkClosed(end);
            }
            case STUCK -> {
                if (end.sentence().isBlank()) {
                    world.breaks("it is stuck and does not say why");
                }
            }
            default -> world.breaks("no deployment ends so: " + end.result());
        }
    }

    private void checkDeployed(Outcome end) {
        checkClosed(end);
        for (Road road : roads()) {
            if (road.leads() != end.live() || road.share() > 0) {
                world.breaks("it is deployed, and " + road + " leads to " + road.leads());
            }
        }
        for (Machine machine : machines()) {
            Process process = machine.slots.in(end.live());
            if (process == null
                    || !process.release.equals(end.releaseId())
                    || !process.running && !process.faulted
                    || process.running && !process.keptUp) {
                world.breaks("it is deployed, and on " + machine + " there is " + process + ": " + end.sentence());
            }
            Process old = machine.slots.in(end.live().other());
            if (old != null && old.running && old.standby == null) {
                world.breaks("it is deployed, and on " + machine + " the old one runs: " + old);
            }
        }
    }

    private void checkClosed(Outcome end) {
        for (Machine machine : machines()) {
            if (!machine.journal.isEmpty()) {
                world.breaks(end.result() + ", and the journal on " + machine + " is open: " + machine.journal);
            }
        }
    }

    private void checkNothingOf(String deployment, Outcome end) {
        for (Machine machine : machines()) {
            for (Slot slot : Slot.values()) {
                Process process = machine.slots.in(slot);
                if (process != null && process.owner().equals(deployment)) {
                    world.breaks(end.result() + ", and on " + machine + " there is " + process + ": " + end.sentence());
                }
            }
            if (deployment.equals(machine.release("r" + deployment.substring(1)))) {
                world.breaks(end.result() + ", and its release lies on " + machine);
            }
            if (machine.journal.contains("deployment=" + deployment + "\n")) {
                world.breaks(end.result() + ", and its journal on " + machine + " is open: " + end.sentence());
            }
        }
    }

    private void checkAsBefore(Before before, Outcome end) {
        for (Road road : roads()) {
            // What was settled first came to the one end or to the other, and to the same everywhere.
            Road same = before.halfDone() ? roads().get(0) : road;
            Slot led = before.halfDone() ? same.leads() : before.led().get(road);
            if (road.leads() != led || road.share() > 0) {
                world.breaks(end.result() + ", and " + road + " leads to " + road.leads() + " with " + road.share()
                        + " % elsewhere, and not to " + led + ": " + end.sentence());
            }
        }
        for (Machine machine : machines()) {
            for (Road road : world.roadsTo(machine)) {
                Process process = machine.slots.in(road.leads());
                if (process == null || !process.running && !process.faulted) {
                    world.breaks(end.result() + ", and users are led to " + process + " on " + machine);
                }
            }
        }
    }

    /** Never two versions for good. */
    void checkSettled(String release) {
        List<String> releases = roads().stream()
                .flatMap(road -> road.releases().stream())
                .distinct()
                .toList();
        if (!releases.equals(List.of(release))) {
            world.breaks("in the end users come to " + releases + ", and not to " + release);
        }
    }

    /** Somebody starts again what faults have killed of what users are led to. */
    void mend() {
        for (Road road : roads()) {
            for (Machine machine : machines()) {
                if (road.leadsTo(machine)) {
                    machine.slots.mend(road.leads());
                }
            }
        }
    }
}
