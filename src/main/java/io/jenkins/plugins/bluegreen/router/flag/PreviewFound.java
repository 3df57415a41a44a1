package io.jenkins.plugins.bluegreen.router.flag;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.Optional;

/**
 * What the configuration of a router has of what it takes to lead to a slot who sends a token.
 *
 * @param missing what is not there, as the rest of a sentence; nothing where all is
 */
public record PreviewFound(Optional<String> missing) {

    /**
     * Refuses what does not have all.
     *
     * @param found nothing where the running router could not be followed to its configuration
     * @param kind what the router is called in a sentence
     * @throws HostException with what is missing
     */
    public static void check(Optional<PreviewFound> found, TrafficRouter router, String kind) throws HostException {
        String cannot = kind + " on " + router.name() + " cannot lead testers to a release that is held: ";
        String without = "or leave " + kind + ".preview out.";
        if (found.isEmpty()) {
            throw new HostException(cannot + router.terms().noDoor() + "; let the login user read it, " + without);
        }
        Optional<String> missing = found.get().missing();
        if (missing.isPresent()) {
            throw new HostException(cannot + "as it runs, " + missing.get()
                    + "; add what 'Show the configuration' prints where " + kind
                    + ".preview is set, and docs/preview.md"
                    + " shows, and reload " + kind + " once, " + without);
        }
    }
}
