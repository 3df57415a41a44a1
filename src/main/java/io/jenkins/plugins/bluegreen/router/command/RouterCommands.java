package io.jenkins.plugins.bluegreen.router.command;

import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.io.Serializable;
import java.time.Duration;

/**
 * Commands of the user's own, for {@code sh}, by which a router is switched and looked at.
 *
 * @param change run with the slot and its port in its environment, has the router serve that
 * @param show prints the slot that is served, or its port, or none where that is neither yet
 * @param limit how long each of them may take, 1 s to 5 min
 */
record RouterCommands(String change, String show, Duration limit) implements Serializable {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** What looks at a host waits no longer than some of these. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /**
     * Checks them; their texts may hold secrets, so no message shows them.
     *
     * @throws NotGivenException naming what is not given
     * @throws PlanException naming what cannot be
     */
    RouterCommands {
        check("switch", change);
        check("show", show);
        if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
            throw new PlanException("command.timeout is " + TimeSpan.show(limit) + "; it is 1 second to 5 minutes.");
        }
    }

    private static void check(String field, String command) {
        if (command == null) {
            throw new NotGivenException("command." + field + " is not set");
        }
        if (command.isBlank() || command.indexOf('\0') >= 0) {
            throw new PlanException("command." + field + " is empty, or holds a NUL character; give a command.");
        }
    }

    /** Leaves the commands out. */
    @Override
    public String toString() {
        return "RouterCommands";
    }
}
