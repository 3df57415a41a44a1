package io.jenkins.plugins.bluegreen.jenkins;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.plan.PlanException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Checks what was typed into a field by constructing what the run would construct of it.
 *
 * @param inJob whether the form is that of a job: a freestyle one replaces variables, and {@code $NAME} may stand for anything
 */
record Check(boolean inJob) {

    private static final Pattern VARIABLE = Pattern.compile("\\$[\\w{$]");

    /** Returns the checks of a form, by the item that it belongs to; the global page belongs to none. */
    static Check in(Item item) {
        return new Check(item != null);
    }

    /** Applies a rule that throws a {@link PlanException}; an empty field is left to the run, which knows the other ones. */
    FormValidation text(String value, Consumer<String> rule) {
        return inJob && value != null && VARIABLE.matcher(value).find() ? FormValidation.ok() : strict(value, rule);
    }

    /** As {@link #text}, for a field in which nothing is ever replaced. */
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
    FormValidation deployment(String value, Consumer<DeployFields> set, Consumer<PlanFactory> use) {
        return text(value, given -> make(set, use));
    }

    /** As {@link #deployment}, for a number, which is one already when the form is saved. */
    static FormValidation number(String value, Consumer<DeployFields> set, Consumer<PlanFactory> use) {
        return strict(value, given -> make(set, use));
    }

    /** Checks a field of a health check. */
    FormValidation health(String value, Consumer<HealthCheckFields> set) {
        return deployment(value, fields -> fields.setHealthCheck(filled(set)), PlanFactory::health);
    }

    /** As {@link #health}, for a number. */
    static FormValidation healthNumber(String value, Consumer<HealthCheckFields> set) {
        return number(value, fields -> fields.setHealthCheck(filled(set)), PlanFactory::health);
    }

    /** Checks a field of nginx's. */
    FormValidation nginx(String value, Consumer<NginxFields> set) {
        return deployment(
                value,
                fields -> {
                    NginxFields nginx = new NginxFields();
                    set.accept(nginx);
                    fields.setNginx(nginx);
                },
                PlanFactory::proxy);
    }

    private static HealthCheckFields filled(Consumer<HealthCheckFields> set) {
        HealthCheckFields health = new HealthCheckFields();
        set.accept(health);
        return health;
    }

    private static void make(Consumer<DeployFields> set, Consumer<PlanFactory> use) {
        DeployFields fields = new BlueGreenStep();
        set.accept(fields);
        use.accept(new PlanFactory(fields));
    }
}
