package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.jenkins.plan.Defaults;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of {@link NginxSettings}: defaults and checks, by the rules of the run, also of what a Pipeline gives. */
public abstract class NginxSettingsDescriptor extends Descriptor<NginxSettings> implements CustomDescribableModel {

    @Override
    public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
        return Arguments.checked(NginxSettings.class, arguments);
    }

    /** Returns the default of each field, to be shown in it while it is empty. */
    public Map<String, String> getDefaults() {
        return Defaults.OF_NGINX;
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckHosts(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).text(value, Target::parseAll);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckFlagFile(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).nginx(value, fields -> fields.setFlagFile(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckIncludeFile(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).nginx(value, fields -> fields.setIncludeFile(value));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckVariable(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).nginx(value, fields -> {
            fields.setIncludeFile("/any");
            fields.setVariable(value);
        });
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckTestCommand(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).nginx(value, fields -> {
            fields.setIncludeFile("/any");
            fields.setTestCommand(value);
        });
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckReloadCommand(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).nginx(value, fields -> {
            fields.setIncludeFile("/any");
            fields.setReloadCommand(value);
        });
    }
}
