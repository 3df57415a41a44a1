package io.jenkins.plugins.bluegreen.deploy.survey;

import io.jenkins.plugins.bluegreen.deploy.journal.HostPreflight;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an application that is to come finds on a host.
 *
 * @param user who logs in there
 * @param java the version that the command {@code java} has; empty where there is none
 * @param taken the ports on which somebody listens
 */
public record HostSurvey(String user, Optional<String> java, SortedSet<Integer> taken) {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String LISTENS = "listens=";

    /** Copies the ports. */
    public HostSurvey {
        taken = new TreeSet<>(taken);
    }

    /**
     * Looks, changing nothing.
     *
     * @throws HostException if a deployment could not work there at all, for want of tools
     */
    public static HostSurvey of(RemoteHost host) throws HostException, InterruptedException {
        HostPreflight.checkTools(host);
        return read(host.require(
                Command.script(HostSurvey.class, "survey"),
                LIMIT,
                "What there is on " + host.name() + " could not be found out"));
    }

    static HostSurvey read(CommandResult found) {
        SortedSet<Integer> taken = new TreeSet<>();
        found.out()
                .lines()
                .filter(line -> line.matches(LISTENS + "\\d{1,5}"))
                .map(line -> Integer.valueOf(line.substring(LISTENS.length())))
                .forEach(taken::add);
        return new HostSurvey(found.value("user").orElse(""), found.value("java"), taken);
    }
}
