package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/** How nginx is told which slot is live, and on which hosts it runs. */
public sealed interface NginxConfig extends Serializable {

    /** Returns the hosts that nginx runs on; empty where it runs on each of the application's hosts. */
    List<Target> hosts();

    /** Returns the absolute path of the one file that the switch replaces, creates or removes. */
    String file();

    /**
     * The include layout: nginx reads {@code set $<variable> <port>;} from a file, at each reload.
     *
     * @param hosts see {@link NginxConfig#hosts}
     * @param file see {@link NginxConfig#file}
     * @param variable the nginx variable's name, without the dollar sign
     * @param testCommand run before a reload, for {@code sh}; nginx must find no fault in its configuration
     * @param reloadCommand for {@code sh}
     */
    record Include(List<Target> hosts, String file, String variable, String testCommand, String reloadCommand)
            implements NginxConfig {

        /** As in the layout that README shows. */
        public static final String DEFAULT_VARIABLE = "service_port";

        /** {@code -n}: rather an error than a question for a password that nobody sees. */
        public static final String DEFAULT_TEST = "sudo -n nginx -t";

        /** A reload, never a restart: a restart refuses connections. */
        public static final String DEFAULT_RELOAD = "sudo -n nginx -s reload";

        private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

        /** @throws PlanException naming the field that is wrong */
        public Include {
            hosts = List.copyOf(hosts);
            Paths.checkAbsolute("nginx.includeFile", file);
            if (variable == null || !VARIABLE.matcher(variable).matches()) {
                throw new PlanException(
                        "nginx.variable is '" + variable
                                + "'; it is the variable's name without '$': letters, digits and '_', beginning with a letter.");
            }
            checkCommand("nginx.testCommand", testCommand);
            checkCommand("nginx.reloadCommand", reloadCommand);
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
     */
    record Flag(List<Target> hosts, String file) implements NginxConfig {

        /** @throws PlanException for a path that is not absolute */
        public Flag {
            hosts = List.copyOf(hosts);
            Paths.checkAbsolute("nginx.flagFile", file);
        }
    }
}
