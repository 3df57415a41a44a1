package io.jenkins.plugins.bluegreen.shell;

import java.util.UUID;

/**
 * Stands in what a shell is fed before the script, and so in all that it writes before what that writes: a login shell may write by
 * itself before, such as a greeting of its {@code ~/.bashrc}.
 *
 * @param word a line that nobody else writes
 */
public record Mark(String word) {

    /** Returns one that nobody knows yet. */
    public static Mark random() {
        return new Mark("begun-" + UUID.randomUUID());
    }

    /** Returns what {@code sh} is fed. */
    public String before(Command command) {
        return "echo " + word + "; echo " + word + " >&2\n" + command.input();
    }

    /** Tells whether it was written, so that the script began. */
    public boolean in(String written) {
        return written.contains(word + "\n");
    }

    /** Returns what was written behind it; all where it is not found, since the script did not run then. */
    public String behind(String written) {
        int at = written.indexOf(word + "\n");
        return at < 0 ? written : written.substring(at + word.length() + 1);
    }
}
