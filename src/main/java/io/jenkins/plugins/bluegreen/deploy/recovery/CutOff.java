package io.jenkins.plugins.bluegreen.deploy.recovery;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.Serializable;

/**
 * What is known of a deployment that was lost sight of, without asking its hosts.
 *
 * @param by what cut it off, as the beginning of a sentence: {@code Jenkins was restarted}
 * @param phase the phase that it was last known to be in, as its journal names it; an empty text before the first one, null where
 *     nobody knows
 * @param slot the slot that it deploys to, or null where that is not known
 * @param aborted whether it was asked to stop meanwhile, so that its release is taken back as long as the old slot runs
 */
public record CutOff(String by, String phase, Slot slot, boolean aborted) implements Serializable {

    /** Returns one of which nothing is known. */
    public static CutOff by(String what) {
        return new CutOff(what, null, null, false);
    }

    /** Returns what may serve now, and what becomes of that, where not even its plan is known any more. */
    public String left() {
        return "How far it had come is not known, so either slot may be live. The next deployment of the application"
                + " reads that on the hosts: it keeps the release of this one where that serves and is healthy, and takes it"
                + " back otherwise.";
    }

    /** Returns how far it came, what may serve now, and what becomes of that, for where its hosts cannot be asked. */
    String left(DeployPlan plan) {
        String release = "release " + plan.release().id();
        if (phase == null || slot == null && !phase.isEmpty()) {
            return "How far it had come is not known, so either slot may be live. The next deployment of " + plan.app()
                    + " reads that on the hosts: it keeps " + release
                    + " where that serves and is healthy, and takes it"
                    + " back otherwise.";
        }
        if (phase.isEmpty()) {
            return "As far as is known it had changed nothing yet, so what served before is live, if anything.";
        }
        String in = "It was last seen in the phase '" + phase + "': ";
        String to = plan.shown(slot);
        String from = plan.shown(slot.other());
        return in
                + switch (phase) {
                    case "prepare" ->
                        release + " was being started in " + to + ", and " + plan.router()
                                + " serves what it served before, " + from + " if anything. The next deployment of "
                                + plan.app() + " takes back what was prepared.";
                    case "held" ->
                        release + " is healthy in " + to + " and held, and " + plan.router()
                                + " serves what it served before, " + from
                                + " if anything. Promote or discard it.";
                    case "switch" ->
                        "either slot may be live, " + from + " as before or " + to + " with " + release
                                + ". The next deployment of " + plan.app() + " keeps " + release
                                + " where that serves and is healthy, and takes it back otherwise.";
                    default ->
                        to + " was live with " + release + ", and " + from
                                + " was being stopped. The next deployment of " + plan.app()
                                + " finishes that where " + release
                                + " serves, and otherwise goes back where that can be.";
                };
    }
}
