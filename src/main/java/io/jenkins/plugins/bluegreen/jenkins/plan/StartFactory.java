package io.jenkins.plugins.bluegreen.jenkins.plan;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes of the fields how the application is started: with which command, and with which variables in its environment.
 *
 * @param fields those of the deployment
 * @param variables returns the value of a variable of the build, or null if it has none of that name
 */
record StartFactory(LayeredSettings<DeploySettings> fields, UnaryOperator<String> variables) {

    /** A dollar sign that is written as two, so that no name begins with the second one. */
    private static final String ESCAPED = "$$";

    /** What the start command's shell on the host knows; a freestyle job must not put its own values there. */
    private static final Pattern OF_THE_HOST = Pattern.compile(Pattern.quote(ESCAPED)
            + "|\\$(?:\\{(?:PORT|ARTIFACT|SLOT|RELEASE|DEPLOY_DIR)}"
            + "|(?:PORT|ARTIFACT|SLOT|RELEASE|DEPLOY_DIR)(?![A-Za-z0-9_]))");

    /** @throws PlanException for a command or a variable that cannot be */
    StartCommand make() {
        String line = new LayeredSettings<>(fields.own(), fields.fallback(), this::expandCommand)
                .text(DeploySettings::getStartCommand, StartCommand.DEFAULT);
        Map<String, String> environment = environment();
        // No variable is replaced in these: values, such as secrets, would stand where names belong.
        StartCommand.parseNames(fields.value(DeploySettings::getPassEnvironment))
                .forEach(name -> environment.put(name, variable(name)));
        return new StartCommand(line, environment);
    }

    private String expandCommand(String command) {
        StringBuilder result = new StringBuilder();
        Matcher m = OF_THE_HOST.matcher(command);
        int from = 0;
        while (m.find()) {
            if (!m.group().equals(ESCAPED)) {
                result.append(fields.expand().apply(command.substring(from, m.start())))
                        .append(m.group());
                from = m.end();
            }
        }
        return result.append(fields.expand().apply(command.substring(from))).toString();
    }

    /** Variables are replaced within a line, so that none that is put in can hold further lines, and with them set what it likes. */
    private Map<String, String> environment() {
        Map<String, String> lines = StartCommand.parseEnvironment(fields.value(DeploySettings::getEnvironment));
        if (fields.own().getEnvironment() == null) {
            return lines;
        }
        Map<String, String> environment = new LinkedHashMap<>();
        lines.forEach((name, value) ->
                environment.put(fields.expand().apply(name), fields.expand().apply(value)));
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
