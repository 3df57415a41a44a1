package io.jenkins.plugins.bluegreen.jenkins;

import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.plan.PlanException;
import java.util.function.Consumer;

/** Checks what was typed into a field by constructing what the run would construct of it. */
final class Check {

    private Check() {}

    /** Applies a rule that throws a {@link PlanException}; an empty field is left to the run, which knows the other ones. */
    static FormValidation text(String value, Consumer<String> rule) {
        // In a freestyle job $NAME may stand for anything.
        if (Given.word(value) == null || value.contains("$")) {
            return FormValidation.ok();
        }
        return strict(value, rule);
    }

    /** As {@link #text}, for a field in which a dollar sign is what it is. */
    static FormValidation strict(String value, Consumer<String> rule) {
        try {
            if (Given.word(value) != null) {
                rule.accept(value);
            }
            return FormValidation.ok();
        } catch (PlanException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Checks a field of a deployment by what is made of it. */
    static FormValidation deployment(String value, Consumer<DeployFields> set, Consumer<PlanFactory> use) {
        return text(value, given -> {
            DeployFields fields = new BlueGreenStep();
            set.accept(fields);
            use.accept(new PlanFactory(fields));
        });
    }

    /** Checks a field of a health check. */
    static FormValidation health(String value, Consumer<HealthCheckFields> set) {
        return strict(value, given -> {
            HealthCheckFields fields = new HealthCheckFields();
            set.accept(fields);
            DeployFields deployment = new BlueGreenStep();
            deployment.setHealthCheck(fields);
            new PlanFactory(deployment).health();
        });
    }

    /** Checks a field of nginx's. */
    static FormValidation nginx(String value, Consumer<NginxFields> set) {
        return strict(value, given -> {
            NginxFields fields = new NginxFields();
            set.accept(fields);
            DeployFields deployment = new BlueGreenStep();
            deployment.setNginx(fields);
            new PlanFactory(deployment).proxy();
        });
    }
}
