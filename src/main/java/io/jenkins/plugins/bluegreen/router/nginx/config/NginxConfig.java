package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** How nginx is told which slot is live, and on which hosts it runs. */
public sealed interface NginxConfig extends Serializable {

    /** Returns the hosts that nginx runs on; empty where it runs on each of the application's hosts. */
    List<Target> hosts();

    /** Returns the absolute path of the one file that the switch replaces, creates or removes. */
    String file();

    /**
     * Returns the configuration of the layout that a file is given for.
     *
     * @param hosts see {@link #hosts}
     * @param layout the two files, of which one is given
     * @param reload what belongs to the include layout
     * @throws NotGivenException if not just one file is given
     * @throws PlanException naming the field that is wrong, or that means nothing in the layout
     */
    static NginxConfig of(List<Target> hosts, Layout layout, Reload reload) {
        layout.check();
        if (layout.flagFile() != null) {
            reload.refuse();
            return new Flag(hosts, layout.flagFile(), layout.preview());
        }
        return new Include(
                hosts,
                layout.includeFile(),
                reload.variable(),
                reload.testCommand() == null ? Include.DEFAULT_TEST : reload.testCommand(),
                reload.reloadCommand() == null ? Include.DEFAULT_RELOAD : reload.reloadCommand(),
                TimeSpan.parse(
                        "nginx.reloadTimeout",
                        reload.reloadTimeout() == null ? Include.DEFAULT_TIMEOUT : reload.reloadTimeout()));
    }

    /**
     * The files of the two layouts; nginx is configured for one of them.
     *
     * @param flagFile the file of the reload-free layout, or null
     * @param includeFile the file of the include layout, or null
     * @param preview whether the reload-free layout leads to the slot that is not live who sends a token
     */
    record Layout(String flagFile, String includeFile, boolean preview) {

        /** One without previews. */
        public Layout(String flagFile, String includeFile) {
            this(flagFile, includeFile, false);
        }

        /** Returns what holds over another one: who names a file has chosen the layout, and the other one's files do not count. */
        public Layout over(Layout fallback) {
            return flagFile == null && includeFile == null ? fallback : this;
        }

        private void check() {
            if ((flagFile == null) == (includeFile == null)) {
                throw new NotGivenException("nginx.flagFile and nginx.includeFile are both "
                        + (flagFile == null ? "unset" : "set") + "; give the one whose layout nginx is configured for");
            }
            if (preview && flagFile == null) {
                throw new PlanException(
                        "nginx.preview is true, and nginx.includeFile is given: in its layout each preview would be a reload;"
                                + " leave preview out, or give nginx.flagFile instead of nginx.includeFile.");
            }
        }
    }

    /**
     * What only the include layout has; each null for its default.
     *
     * @param variable see {@link Include}, as the others
     * @param reloadTimeout as one writes a duration
     */
    record Reload(String variable, String testCommand, String reloadCommand, String reloadTimeout) {

        private static final String NEVER = "nginx is neither tested nor reloaded";

        private void refuse() {
            refuse("variable", variable, "the file holds nothing");
            refuse("testCommand", testCommand, NEVER);
            refuse("reloadCommand", reloadCommand, NEVER);
            refuse("reloadTimeout", reloadTimeout, NEVER);
        }

        private static void refuse(String field, String value, String why) {
            if (value != null) {
                throw new PlanException(
                        "nginx." + field + " is '" + value + "', and nginx.flagFile is given: in its layout " + why
                                + "; leave " + field + " out, or give nginx.includeFile instead of nginx.flagFile.");
            }
        }
    }

    /**
     * The include layout: nginx reads the port of the live slot from a file of its configuration, at each reload.
     *
     * @param hosts see {@link NginxConfig#hosts}
     * @param file see {@link NginxConfig#file}
     * @param variable the name, without the dollar sign, of the one variable whose value tells; null where all values of the file do
     * @param testCommand run before a reload, for {@code sh}; nginx must find no fault in its configuration
     * @param reloadCommand for {@code sh}
     * @param reloadTimeout how long nginx may take to read its configuration, 1 s to 1 h
     */
    record Include(
            List<Target> hosts,
            String file,
            String variable,
            String testCommand,
            String reloadCommand,
            Duration reloadTimeout)
            implements NginxConfig {

        /** As in the layout that README shows: what a first switch sets in an empty file. */
        public static final String DEFAULT_VARIABLE = "service_port";

        /** {@code -n}: rather an error than a question for a password that nobody sees. */
        public static final String DEFAULT_TEST = "sudo -n nginx -t";

        /** A reload, never a restart: a restart refuses connections. */
        public static final String DEFAULT_RELOAD = "sudo -n nginx -s reload";

        /** Some take a minute, with names to resolve or large maps; one that does nothing at all is not waited for so long. */
        public static final String DEFAULT_TIMEOUT = "2m";

        private static final Duration SHORTEST = Duration.ofSeconds(1);
        private static final Duration LONGEST = Duration.ofHours(1);

        private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

        /** @throws PlanException naming the field that is wrong */
        public Include {
            hosts = List.copyOf(hosts);
            Paths.checkAbsolute("nginx.includeFile", file);
            if (variable != null && !VARIABLE.matcher(variable).matches()) {
                throw new PlanException(
                        "nginx.variable is '" + variable
                                + "'; it is the variable's name without '$': letters, digits and '_', beginning with a letter.");
            }
            checkCommand("nginx.testCommand", testCommand);
            checkCommand("nginx.reloadCommand", reloadCommand);
            if (reloadTimeout.compareTo(SHORTEST) < 0 || reloadTimeout.compareTo(LONGEST) > 0) {
                throw new PlanException(
                        "nginx.reloadTimeout is " + TimeSpan.show(reloadTimeout) + "; it is 1 second to 1 hour.");
            }
        }

        private static void checkCommand(String field, String command) {
            if (command == null || command.isBlank() || command.indexOf('\0') >= 0) {
                throw new PlanException(field + " is empty; give the command, such as " + DEFAULT_TEST + ".");
            }
        }
    }

    /**
     * The reload-free layout: nginx tests at each request whether a file is there, and sends it to green if so.
     *
     * @param hosts see {@link NginxConfig#hosts}
     * @param file see {@link NginxConfig#file}
     * @param preview whether it leads to the slot that is not live who sends a token, for which a file is beside that one
     */
    record Flag(List<Target> hosts, String file, boolean preview) implements NginxConfig {

        /** @throws PlanException for a path that is not absolute */
        public Flag {
            hosts = List.copyOf(hosts);
            Paths.checkAbsolute("nginx.flagFile", file);
        }

        /** One without previews. */
        public Flag(List<Target> hosts, String file) {
            this(hosts, file, false);
        }
    }
}
