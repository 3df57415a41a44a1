package io.jenkins.plugins.bluegreen.port.process;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.shell.Exports;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment that an application starts in, beside that of the login: what the plan says, and which release it is of, on
 * which port; and where it runs.
 *
 * @param plan says it
 * @param slot where it runs
 */
public record ApplicationEnvironment(DeployPlan plan, Slot slot) {

    /** Returns it as lines for {@code sh}, each value literally. They end in the working directory, or fail. */
    public String script() {
        return Exports.of(variables()) + workingDirectory();
    }

    /**
     * Returns the variables by name. Of a release that is started as it was deployed, those that are kept beside it on the host are not among
     * them; they come before these.
     */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        if (!plan.application().start().asDeployed()) {
            variables.putAll(plan.application().start().environment());
        }
        variables.put("PORT", Integer.toString(plan.slots().port(slot)));
        variables.put("ARTIFACT", plan.artifactPath());
        variables.put("SLOT", slot.label());
        variables.put("RELEASE", plan.release().id());
        variables.put("DEPLOY_DIR", plan.directory());
        variables.put("BLUE_GREEN_DEPLOYMENT", plan.deploymentId());
        return variables;
    }

    private String workingDirectory() {
        String line = "if [ -d \"$ARTIFACT\" ]; then cd \"$ARTIFACT\"; else cd \"$DEPLOY_DIR\"; fi";
        String path = plan.application().start().workingDirectory();
        if (path.isEmpty()) {
            return line + "\n";
        }
        // With ./ no CDPATH of the environment has a say.
        return line + " && cd " + Quoting.quote(path.startsWith("/") ? path : "./" + path) + " || { echo "
                + Quoting.quote("workingDirectory " + path + " is not there") + " >&2; false; }\n";
    }
}
