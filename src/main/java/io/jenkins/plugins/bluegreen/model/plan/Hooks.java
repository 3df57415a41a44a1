package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The commands of a team's own that are run in a deployment, on the application's hosts.
 *
 * @param commands for {@code sh}, those that are given
 * @param timeout how long each may take on one host
 * @param everyHost whether each is run on all hosts, one after the other, and not only on the first
 */
public record Hooks(Map<Hook, String> commands, Duration timeout, boolean everyHost) implements Serializable {

    /** For a deployment that nobody says it of. */
    public static final String DEFAULT_TIMEOUT = "5m";

    /** On the first of the hosts alone. */
    public static final String FIRST = "first";

    private static final String ALL = "all";

    /** No command at all. */
    public static final Hooks NONE = new Hooks(Map.of(), Duration.ofMinutes(5), false);

    /** @throws PlanException naming the field that is wrong */
    public Hooks {
        commands = Map.copyOf(commands);
        commands.forEach((hook, command) -> {
            if (command.isBlank() || command.indexOf('\0') >= 0) {
                throw new PlanException(
                        "hooks." + hook.label() + " is empty, or holds a NUL character; give a command.");
            }
        });
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new PlanException("hookTimeout is " + TimeSpan.show(timeout) + "; it is at least 1s.");
        }
    }

    /**
     * Reads on which hosts they are run.
     *
     * @return whether on all of them
     * @throws PlanException for another word
     */
    public static boolean parseHosts(String text) {
        if (!FIRST.equals(text) && !ALL.equals(text)) {
            throw new PlanException("hookHosts is '" + text + "'; it is '" + FIRST
                    + "', for the first of the hosts, or '" + ALL + "', for each of them in turn.");
        }
        return ALL.equals(text);
    }

    /** Tells whether there is a command for this. */
    public boolean asked(Hook hook) {
        return commands.containsKey(hook);
    }

    /** Tells whether there is a command for any of these. */
    public boolean anyOf(Hook... hooks) {
        return Stream.of(hooks).anyMatch(this::asked);
    }

    /** Returns those for which there is a command, in their order. */
    public List<Hook> asked() {
        return Stream.of(Hook.values()).filter(this::asked).toList();
    }
}
