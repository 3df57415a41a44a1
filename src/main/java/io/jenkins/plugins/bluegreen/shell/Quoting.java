package io.jenkins.plugins.bluegreen.shell;

/** The one place where a value becomes a word of a shell. */
public final class Quoting {

    private Quoting() {}

    /**
     * Returns the word that {@code sh} reads as exactly this value (POSIX.1-2017, XCU 2.2.2: within single quotes every
     * character but the single quote itself stands for itself).
     *
     * @throws IllegalArgumentException for a NUL character, which no argument can hold
     */
    public static String quote(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL character cannot be passed to a host");
        }
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
