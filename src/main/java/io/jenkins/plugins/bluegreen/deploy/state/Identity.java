package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.journal.JournalFile;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether what lies in the application's directory on a host is this application's, on the ports that the plan names. Where they
 * contradict each other, a name of a slot means one process there and another one in the plan, so nothing may be changed by it.
 *
 * @param belongs whose the directory says that it is; nothing before a first deployment there
 */
record Identity(ApplicationHost on, HostState state, Optional<String> belongs) {

    /** @throws HostException if it is another application's, or a slot is on another port */
    void check() throws HostException {
        String app = on.plan().app().value();
        if (belongs.isPresent() && !belongs.get().equals(app)) {
            throw JournalFile.foreign(on, belongs.get());
        }
        List<String> contradictions = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            state.port(slot)
                    .filter(port -> port != planned(slot) && counts(slot))
                    .ifPresent(port -> contradictions.add(contradiction(slot, port)));
        }
        if (!contradictions.isEmpty()) {
            throw new HostException(
                    String.join(", and ", contradictions)
                            + "; set it back. To give " + app
                            + " other ports without a gap, change that of the idle slot"
                            + " first, for " + on.plan().router() + " and then here, deploy, and then do the same with"
                            + " the other one (README, \"Other ports\")."
                            + (belongs.isPresent()
                                    ? ""
                                    : " If " + on.plan().directory()
                                            + " is another application's, give each a deployDirectory of its own."),
                    facts(Slot.BLUE) + facts(Slot.GREEN));
        }
    }

    /**
     * A slot in which nothing runs may be given another port: there is nothing of it that could be taken for something else. A directory
     * that does not say yet whose it is must not contradict at all.
     */
    private boolean counts(Slot slot) {
        return state.running(slot) || belongs.isEmpty();
    }

    private String contradiction(Slot slot, int port) {
        return slot.label() + " on " + on.name() + (state.running(slot) ? " runs on port " : " was started on port ")
                + port + ", but " + slot.label() + "Port is " + planned(slot);
    }

    private String facts(Slot slot) {
        return slot.label() + " " + planned(slot) + ": " + state.describe(slot) + "\n";
    }

    private int planned(Slot slot) {
        return on.plan().slots().port(slot);
    }
}
