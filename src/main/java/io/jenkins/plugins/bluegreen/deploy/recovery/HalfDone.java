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

    /**
     * Tells whether its process can be stopped: no router leads there, or the old slot runs on all hosts to lead to instead; where only a share
     * of the clients is led there, it has to listen as well, or these would be worse off. Before the switch only somebody else can have led one
     * there, who may have stopped the old slot then; but where there never was one, a router may lead there from the beginning.
     */
    boolean canGoBack() {
        boolean first = hosts.stream().noneMatch(host -> host.deployment(old()).isPresent());
        boolean onlyMeant =
                journal.beforeSwitch() && (first || hosts.stream().noneMatch(host -> host.listening(slot())));
        return !led() || (share() > 0 ? oldServes() : oldRuns()) || onlyMeant;
    }

    /** Tells whether a router may lead to it. */
    boolean led() {
        return routers.stream().anyMatch(router -> router.mayLeadTo(slot()));
    }

    /** Returns how much of the clients a router leads to it while the old slot is live, in per cent; 0 for none. */
    int share() {
        return routers.stream()
                .filter(router -> router.live().equals(Optional.of(old())))
                .mapToInt(RouterState::share)
                .max()
                .orElse(0);
    }

    /** Tells whether anything of its own slot runs. */
    boolean runs() {
        return hosts.stream().anyMatch(host -> host.running(slot()));
    }

    /** Tells whether the old slot is up on all hosts. */
    boolean oldRuns() {
        return hosts.stream().allMatch(host -> host.running(old()));
    }

    /** One that is started again and again runs, and users are better off where they are. */
    private boolean oldServes() {
        return oldRuns() && hosts.stream().allMatch(host -> host.listening(old()) || !host.listening(slot()));
    }

    /** Tells whether anything of the old slot runs. */
    boolean oldIsLeft() {
        return hosts.stream().anyMatch(host -> host.running(old()));
    }

    /** Tells whether the old slot was being stopped already, so that all there is to see before that was seen. */
    boolean retiring() {
        return journal.phase() == Journal.Phase.RETIRE;
    }

    /** Tells why its process is not all it should be on each host; an empty text if it is. */
    String down() {
        for (HostState host : hosts) {
            if (!host.startedBy(journal)) {
                return "it does not run on " + host.host();
            }
            // Not that it would be asked in its stead.
            if (host.stranger(slot()).isPresent()) {
                return "its port on " + host.host() + " is held by "
                        + host.stranger(slot()).get();
            }
            if (!host.listening(slot())) {
                return "it does not listen on " + host.host();
            }
        }
        return "";
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
