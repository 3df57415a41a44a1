package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host that tells what a script costs its processors. */
public final class CountedHost {

    /** What times(1p) prints last: the user and the system time of all that was started and has ended. */
    private static final Pattern OF_CHILDREN = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*\\z");

    private final LocalHost host;
    private final Path times;

    /**
     * Does nothing yet.
     *
     * @param shell as {@link Shells#linkedAsSh} knows it
     */
    public CountedHost(String shell, Path folder) throws IOException, InterruptedException {
        Path bin = Shells.linkedAsSh(shell, folder);
        times = folder.resolve("times");
        // The bash that counts knows milliseconds.
        List<String> counting = List.of(
                "bash",
                "-c",
                "\"$1\"; ended=$?; times >\"$2\"; exit $ended",
                "count",
                bin.resolve("sh").toString(),
                times.toString());
        host = new LocalHost(shell, counting, bin + ":" + System.getenv("PATH"));
    }

    /** Returns it, to run scripts on. */
    public LocalHost host() {
        return host;
    }

    /** Returns what the last script cost. */
    public Duration cost() throws IOException {
        Matcher last = OF_CHILDREN.matcher(Files.readString(times));
        if (!last.find()) {
            throw new IllegalStateException(Files.readString(times));
        }
        double seconds = 60.0 * (Integer.parseInt(last.group(1)) + Integer.parseInt(last.group(3)))
                + Double.parseDouble(last.group(2))
                + Double.parseDouble(last.group(4));
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
