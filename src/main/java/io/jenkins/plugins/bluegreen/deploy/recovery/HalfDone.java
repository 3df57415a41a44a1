package io.jenkins.plugins.bluegreen.deploy.recovery;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a deployment that was cut off left: the journal names it, the hosts tell the truth.
 *
 * @param journal the deployment, and how far it came
 * @param hosts what runs on the application's hosts
 * @param routers what is served
 */
record HalfDone(Journal journal, List<HostState> hosts, List<RouterState> routers) {

    /** Returns the slot that it started. */
    Slot slot() {
        return journal.slot();
    }

    /** Returns the slot that served before. */
    Slot old() {
        return journal.slot().other();
    }

    /** Tells whether its release is served, everywhere and without a doubt. */
    boolean served() {
        return routers.stream()
                .allMatch(router -> !router.stale() && router.live().equals(Optional.of(slot())));
    }

    /** Tells whether its process can be stopped: no router leads there, or the old slot is up on all hosts to lead to instead. */
    boolean canGoBack() {
        boolean everServed = journal.phase() != Journal.Phase.PREPARE
                && routers.stream()
                        .anyMatch(router -> router.stale() || router.live().equals(Optional.of(slot())));
        return !everServed || oldRuns();
    }

    /** Tells whether the old slot is up on all hosts. */
    boolean oldRuns() {
        return hosts.stream().allMatch(host -> host.running(old()));
    }

    /** Tells whether it is not known what is served, while it may be either slot. */
    boolean untold() {
        return routers.stream().anyMatch(RouterState::unseen)
                && Stream.of(Slot.values()).allMatch(slot -> hosts.stream().anyMatch(host -> host.running(slot)));
    }

    /** Returns what the routers go by, for a reader. */
    String sources() {
        return routers.stream().map(RouterState::source).collect(Collectors.joining("\n"));
    }
}
