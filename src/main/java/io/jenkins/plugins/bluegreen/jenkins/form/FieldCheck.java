package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Checks what was typed into a field by constructing what the run would construct of it.
 *
 * @param inJob whether the form is that of a job: a freestyle one replaces variables, and {@code $NAME} may stand for anything
 */
record FieldCheck(boolean inJob) {

    private static final Pattern VARIABLE = Pattern.compile("\\$[\\w{$]");

    /** Returns the checks of a form, by the item that it belongs to; the global page belongs to none. */
    static FieldCheck in(Item item) {
        return new FieldCheck(item != null);
    }

    /** Applies a rule that throws a {@link PlanException}; an empty field is left to the run, which knows the other ones. */
    FormValidation text(String value, Consumer<String> rule) {
        return inJob && value != null && VARIABLE.matcher(value).find() ? FormValidation.ok() : strict(value, rule);
    }

    /** As {@link #text}, for a field in which nothing is ever replaced. */
    static FormValidation strict(String value, Consumer<String> rule) {
        try {
            if (FormInput.word(value) != null) {
                rule.accept(value);
            }
            return FormValidation.ok();
        } catch (PlanException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Checks a field of a deployment by what is made of it. */
    FormValidation deployment(String value, Consumer<DeploySettings> set, Consumer<PlanFactory> use) {
        return text(value, given -> make(set, use));
    }

    /** As {@link #deployment}, for a number, which is one already when the form is saved. */
    static FormValidation number(String value, Consumer<DeploySettings> set, Consumer<PlanFactory> use) {
        return strict(value, given -> make(set, use));
    }

    /** Checks a field of a health check. */
    FormValidation health(String value, Consumer<HealthCheckSettings> set) {
        return deployment(value, fields -> fields.setHealthCheck(filled(set)), PlanFactory::health);
    }

    /** As {@link #health}, for a number. */
    static FormValidation healthNumber(String value, Consumer<HealthCheckSettings> set) {
        return number(value, fields -> fields.setHealthCheck(filled(set)), PlanFactory::health);
    }

    /** Checks a field of nginx's. */
    FormValidation nginx(String value, Consumer<NginxSettings> set) {
        return deployment(
                value,
                fields -> {
                    NginxSettings nginx = new NginxSettings();
                    set.accept(nginx);
                    fields.setNginx(nginx);
                },
                PlanFactory::proxy);
    }

    private static HealthCheckSettings filled(Consumer<HealthCheckSettings> set) {
        HealthCheckSettings health = new HealthCheckSettings();
        set.accept(health);
        return health;
    }

    private static void make(Consumer<DeploySettings> set, Consumer<PlanFactory> use) {
        DeploySettings fields = new BlueGreenStep();
        set.accept(fields);
        use.accept(new PlanFactory(fields));
    }
}
