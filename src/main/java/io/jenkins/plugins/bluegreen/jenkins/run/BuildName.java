package io.jenkins.plugins.bluegreen.jenkins.run;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A build, as it names what it deploys.
 *
 * @param job the job's full name
 * @param number the build's number
 */
record BuildName(String job, int number) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONGEST = 80;

    /** Returns an id for a release: in a directory listing the latest one comes last. */
    String release(Instant at) {
        return TIME.format(at) + "-" + plain();
    }

    /** Returns an id that no other deployment has, not even one of the same build. */
    String deployment() {
        return plain() + "-" + String.format(Locale.ROOT, "%06x", RANDOM.nextInt(1 << 24));
    }

    private String plain() {
        String name = job.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
        // The end of a long name tells more than its beginning: folders come first.
        String end = name.substring(Math.max(0, name.length() - LONGEST)).replaceAll("^[^A-Za-z0-9]+", "");
        return (end.isEmpty() ? "job" : end) + "-" + number;
    }
}
