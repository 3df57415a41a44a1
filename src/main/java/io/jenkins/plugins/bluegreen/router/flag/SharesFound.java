package io.jenkins.plugins.bluegreen.router.flag;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration of a router has of what it takes to lead a share of the clients to a slot.
 *
 * @param missing what is not there, as the rest of a sentence; nothing where all is
 * @param logs the files to which the answers are noted
 */
public record SharesFound(Optional<String> missing, List<String> logs) {

    /** Copies the list. */
    public SharesFound {
        logs = List.copyOf(logs);
    }

    /** One that does not have all. */
    public static SharesFound without(String what) {
        return new SharesFound(Optional.of(what), List.of());
    }

    /**
     * Returns the files to which the answers are noted.
     *
     * @param found nothing where the running router could not be followed to its configuration
     * @param kind what the router is called in a sentence
     * @throws HostException with what is missing
     */
    public static List<String> logs(Optional<SharesFound> found, TrafficRouter router, String kind)
            throws HostException {
        String cannot = kind + " on " + router.name() + " cannot lead a share of the clients to a slot: ";
        if (found.isEmpty()) {
            throw new HostException(
                    cannot + router.terms().noDoor() + "; let the login user read it, or leave strategy out.");
        }
        Optional<String> missing = found.get().missing();
        if (missing.isPresent()) {
            throw new HostException(cannot
                    + "as it runs, "
                    + missing.get()
                    + "; add what 'Show the configuration' prints where strategy is canary, and docs/strategies/canary.md shows, and"
                    + " reload " + kind + " once.");
        }
        return found.get().logs();
    }
}
