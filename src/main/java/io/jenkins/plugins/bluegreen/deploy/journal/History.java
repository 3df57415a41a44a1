package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a deployment ended, as it stands in one line of the history on each of its hosts.
 *
 * @param deployed whether its release served then; otherwise all was as before
 * @param at when that was
 * @param release its release
 * @param slot the slot that it started
 * @param rollback whether it was one to a release that had been deployed before
 */
public record History(boolean deployed, Instant at, String release, Slot slot, boolean rollback) {

    private static final Pattern LINE = Pattern.compile(
            "(deployed|undone) at=(\\S+) application=\\S+ deployment=\\S+ release=(\\S+) slot=(blue|green)( left=\\S*)? owner=.*");

    /** Returns the line; who deployed stands last, since that may hold anything. */
    public static String line(boolean deployed, Journal journal, Instant at) {
        return (deployed ? "deployed" : "undone") + " at=" + at + " application=" + journal.application()
                + " deployment=" + journal.deployment() + " release=" + journal.release() + " slot="
                + journal.slot().label()
                + journal.left().map(left -> " left=" + left.release()).orElse("") + " owner=" + journal.owner();
    }

    /**
     * Returns the lines of one host with times that grow: each was written by the clock of whoever deployed, and their order tells more than
     * several clocks.
     */
    public static List<History> inOrder(List<History> lines) {
        List<History> ordered = new ArrayList<>();
        Instant latest = Instant.MIN;
        for (History each : lines) {
            latest = each.at.isAfter(latest) ? each.at : latest.plusNanos(1);
            ordered.add(new History(each.deployed, latest, each.release, each.slot, each.rollback));
        }
        return ordered;
    }

    /** Reads a line; nothing for what we did not write. */
    public static Optional<History> read(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new History(
                    m.group(1).equals("deployed"),
                    Instant.parse(m.group(2)),
                    m.group(3),
                    Slot.valueOf(m.group(4).toUpperCase(Locale.ROOT)),
                    m.group(5) != null));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
