package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the application is started: a command for {@code sh} that stays in the foreground and listens on {@code $PORT}.
 *
 * <p>It is given {@code PORT}, {@code ARTIFACT} (absolute path), {@code SLOT}, {@code RELEASE} and {@code DEPLOY_DIR}.
 *
 * @param line the command
 * @param environment further variables for it, by name; values may hold any character but NUL
 * @param workingDirectory where it runs: an absolute path, or one below where it runs if this is empty, which is the artifact, if
 *     that is a directory, and the application's directory otherwise
 * @param secrets the names of those variables whose values nothing that is printed may show
 * @param asDeployed whether the further variables are those that are kept beside the release on the host, from when it was deployed
 */
public record StartCommand(
        String line, Map<String, String> environment, String workingDirectory, Set<String> secrets, boolean asDeployed)
        implements Serializable {

    /** For an executable jar of Spring Boot. */
    public static final String DEFAULT = "exec java -jar -Dserver.port=\"$PORT\" \"$ARTIFACT\"";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * What shells keep for themselves (bash(1), dash(1)): setting one ends bash, or dash, or what was set never reaches the
     * application.
     */
    private static final Set<String> OF_THE_SHELL =
            Set.of(("_ BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_LINENO"
                            + " BASH_SOURCE BASH_SUBSHELL BASH_VERSINFO BASH_VERSION DIRSTACK EPOCHREALTIME EPOCHSECONDS"
                            + " EUID FUNCNAME GROUPS HISTCMD IFS LINENO OLDPWD OPTERR OPTIND PIPESTATUS PPID PS1 PS2 PS4 PWD"
                            + " RANDOM SECONDS SHELLOPTS SHLVL SRANDOM UID")
                    .split(" "));

    /** @throws PlanException for an empty command, or a variable that cannot be exported */
    public StartCommand {
        if (line == null || line.isBlank() || line.indexOf('\0') >= 0) {
            throw new PlanException("startCommand is empty; give a command that listens on $PORT, such as " + DEFAULT);
        }
        environment.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new PlanException("The environment variable name '" + name
                        + "' must be letters, digits and '_', not beginning with a digit.");
            }
            if (OF_THE_SHELL.contains(name)) {
                throw new PlanException("The environment variable " + name
                        + " cannot be set for the application: a shell that starts it, such as bash, keeps that name for"
                        + " itself; use another name, or begin startCommand with: exec env " + name + "=...");
            }
            if (value.indexOf('\0') >= 0) {
                throw new PlanException("The value of the environment variable " + name + " holds a NUL character.");
            }
        });
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        Paths.checkWithin("workingDirectory", workingDirectory);
        secrets = Set.copyOf(secrets);
    }

    /** A command whose variables may be printed. */
    public StartCommand(String line, Map<String, String> environment, String workingDirectory) {
        this(line, environment, workingDirectory, Set.of(), false);
    }

    /** A command that runs where it does by default. */
    public StartCommand(String line, Map<String, String> environment) {
        this(line, environment, "");
    }

    /**
     * Reads {@code NAME=value} lines; empty lines and lines that begin with {@code #} are passed over.
     *
     * @throws PlanException for a line without {@code =}; the message does not show the line, which may hold a secret
     */
    public static Map<String, String> parseEnvironment(String text) {
        Map<String, String> environment = new LinkedHashMap<>();
        int number = 0;
        for (String line : (text == null ? "" : text).split("\\R")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new PlanException("Line " + number + " of environment must read NAME=value.");
            }
            environment.put(line.substring(0, equals).trim(), line.substring(equals + 1));
        }
        return environment;
    }

    /**
     * Reads names of environment variables that are separated by white space or commas.
     *
     * @throws PlanException for what is no name; the message does not show it, since it may be a value by mistake
     */
    public static List<String> parseNames(String text) {
        List<String> names = text == null || text.isBlank()
                ? List.of()
                : Arrays.asList(text.strip().split("[\\s,]+"));
        for (int i = 0; i < names.size(); i++) {
            if (!NAME.matcher(names.get(i)).matches()) {
                throw new PlanException("passEnvironment lists names of environment variables, separated by spaces or"
                        + " commas, without $ and without values; number " + (i + 1) + " is none.");
            }
        }
        return names;
    }

    /** Leaves the values out: they may be secrets. */
    @Override
    public String toString() {
        return "StartCommand[" + line + ", environment=" + environment.keySet() + "]";
    }
}
