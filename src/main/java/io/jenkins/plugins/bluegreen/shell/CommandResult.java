package io.jenkins.plugins.bluegreen.shell;

import java.util.Optional;

/**
 * How a command ended.
 *
 * @param exitStatus 0 to 255
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
public record CommandResult(int exitStatus, String out, String err) {

    /** Tells whether it ended with 0. */
    public boolean ok() {
        return exitStatus == 0;
    }

    /** Returns the value of the first {@code key=value} line of the output, as our scripts write them. */
    public Optional<String> value(String key) {
        return out.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst();
    }

    /** Returns what it said, for a person: standard error, and standard output where that is empty. */
    public String said() {
        return (err.isBlank() ? out : err).strip();
    }
}
