package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.jenkins.plan.Defaults;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of {@link HealthCheckSettings}: defaults and checks, by the rules of the run; lets a Pipeline write numbers where the form has text. */
public abstract class HealthCheckSettingsDescriptor extends Descriptor<HealthCheckSettings>
        implements CustomDescribableModel {

    @Override
    public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
        return Arguments.checked(HealthCheckSettings.class, arguments);
    }

    /** Returns the default of each field, to be shown in it while it is empty. */
    public Map<String, String> getDefaults() {
        return Defaults.OF_HEALTH_CHECK;
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckScheme(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).health(value, fields -> fields.setScheme(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckPort(@QueryParameter String value) {
        return FieldCheck.healthNumber(value, fields -> fields.setPort(FormInput.number("healthCheck.port", value)));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).health(value, fields -> fields.setPath(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckHeaders(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).health(value, fields -> fields.setHeaders(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckStatus(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).health(value, fields -> fields.setStatus(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckBody(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).health(value, fields -> fields.setBody(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckExpectRelease(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).health(value, fields -> fields.setExpectRelease(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckSuccesses(@QueryParameter String value) {
        return FieldCheck.healthNumber(
                value, fields -> fields.setSuccesses(FormInput.number("healthCheck.successes", value)));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckRetries(@QueryParameter String value) {
        return FieldCheck.healthNumber(
                value, fields -> fields.setRetries(FormInput.number("healthCheck.retries", value)));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckInterval(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).health(value, fields -> fields.setInterval(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).health(value, fields -> fields.setTimeout(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckInitialDelay(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).health(value, fields -> fields.setInitialDelay(value));
    }
}
