package io.jenkins.plugins.bluegreen.jenkins.plan;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes of settings how the application is started: with which command, where, and with which variables in its environment.
 *
 * @param settings merged ones, in whose command and environment no variables are replaced yet
 * @param job what of them the job says
 * @param expand replaces variables in what the job says
 * @param variables returns the value of a variable of the build, or null if it has none of that name
 */
record StartFactory(
        DeploySettings settings, DeploySettings job, UnaryOperator<String> expand, UnaryOperator<String> variables) {

    /** A dollar sign that is written as two, so that no name begins with the second one. */
    private static final String ESCAPED = "$$";

    /** What the start command's shell on the host knows; a freestyle job must not put its own values there. */
    private static final Pattern OF_THE_HOST = Pattern.compile(Pattern.quote(ESCAPED)
            + "|\\$(?:\\{(?:PORT|ARTIFACT|SLOT|RELEASE|DEPLOY_DIR)}"
            + "|(?:PORT|ARTIFACT|SLOT|RELEASE|DEPLOY_DIR)(?![A-Za-z0-9_]))");

    /** @throws PlanException for a command or a variable that cannot be */
    StartCommand make() {
        String line = settings.getStartCommand();
        Map<String, String> environment = environment();
        // No variable is replaced in these: values, such as secrets, would stand where names belong.
        List<String> passed = StartCommand.parseNames(settings.getPassEnvironment());
        passed.forEach(name -> environment.put(name, variable(name)));
        String directory = settings.getWorkingDirectory();
        return new StartCommand(
                job.getStartCommand() == null ? line : expandCommand(line),
                environment,
                directory == null ? "" : directory,
                Set.copyOf(passed),
                false);
    }

    private String expandCommand(String command) {
        StringBuilder result = new StringBuilder();
        Matcher m = OF_THE_HOST.matcher(command);
        int from = 0;
        while (m.find()) {
            if (!m.group().equals(ESCAPED)) {
                result.append(expand.apply(command.substring(from, m.start()))).append(m.group());
                from = m.end();
            }
        }
        return result.append(expand.apply(command.substring(from))).toString();
    }

    /** Variables are replaced within a line, so that none that is put in can hold further lines, and with them set what it likes. */
    private Map<String, String> environment() {
        Map<String, String> lines = StartCommand.parseEnvironment(settings.getEnvironment());
        if (job.getEnvironment() == null) {
            return lines;
        }
        Map<String, String> environment = new LinkedHashMap<>();
        lines.forEach((name, value) -> environment.put(expand.apply(name), expand.apply(value)));
        return environment;
    }

    private String variable(String name) {
        String value = variables.apply(name);
        if (value == null) {
            throw new PlanException("The build has no environment variable '" + name
                    + "', which passEnvironment names; set it, such as by withCredentials around the step.");
        }
        return value;
    }
}
