package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a deployment ended, as it stands in one line of the history on each of its hosts.
 *
 * @param deployed whether its release served then; otherwise all was as before
 * @param slot the slot that it started
 */
public record History(boolean deployed, Slot slot) {

    private static final Pattern LINE = Pattern.compile("(deployed|undone) .* slot=(blue|green) owner=.*");

    /** Returns the line; who deployed stands last, since that may hold anything. */
    public static String line(boolean deployed, Journal journal, Instant at) {
        return (deployed ? "deployed" : "undone") + " at=" + at + " application=" + journal.application()
                + " deployment=" + journal.deployment() + " release=" + journal.release() + " slot="
                + journal.slot().label() + " owner=" + journal.owner();
    }

    /** Reads a line; nothing for what we did not write. */
    public static Optional<History> read(String line) {
        Matcher m = LINE.matcher(line);
        return m.matches()
                ? Optional.of(new History(
                        m.group(1).equals("deployed"), Slot.valueOf(m.group(2).toUpperCase(Locale.ROOT))))
                : Optional.empty();
    }
}
