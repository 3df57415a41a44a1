package io.jenkins.plugins.bluegreen.jenkins.field;

import hudson.ExtensionList;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * The form of settings: defaults and checks of all fields, by the rules of the run; and what a Pipeline gives, held to the fields
 * that there are.
 */
public abstract class SettingsDescriptor<S extends Settings<S>> extends Descriptor<S>
        implements CustomDescribableModel {

    private static final Pattern VARIABLE = Pattern.compile("\\$[\\w{$]");

    @Override
    public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
        return Arguments.checked("A blue/green step", blank(), arguments);
    }

    @Override
    public UninstantiatedDescribable customUninstantiate(UninstantiatedDescribable given) {
        return new ParameterOrder(clazz).of(given);
    }

    @Override
    public S newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        return super.newInstance(request, withoutEmpty(clazz, form));
    }

    /**
     * Takes out of what a page sends whatever is left empty there and would become {@code false}, and returns it.
     *
     * @param settings the class of settings that it is of
     * @param sent JSON of one or of several of them, or null
     */
    public static <T> T withoutEmpty(Class<?> settings, T sent) {
        if (sent instanceof List<?> several) {
            several.forEach(form -> withoutEmpty(settings, form));
        } else if (sent instanceof Map<?, ?> form) {
            SettingsProperty.of(settings).stream()
                    .filter(property -> property.type() == Boolean.class)
                    .map(SettingsProperty::name)
                    .filter(name -> "".equals(form.get(name)))
                    .forEach(form::remove);
        }
        return sent;
    }

    /** Returns settings in which nothing is given. */
    public Settings<?> blank() {
        return (Settings<?>) SettingsProperty.blank(clazz);
    }

    /** Returns the default of each field, to be shown in it while it is empty. */
    public Map<String, String> getDefaults() {
        return blank().defaults();
    }

    /** Returns where the page asks about what was typed into a field. */
    public String fieldCheckUrl(String field) {
        return getDescriptorFullUrl() + "/check/" + field;
    }

    /**
     * Checks one field, whose name is the rest of the path, by the rules of the run.
     *
     * @param item the job that the form belongs to, or null for the global page
     * @param value what was typed into it; an empty field is left to the run, which knows the other ones
     */
    @POST
    public FormValidation doCheck(StaplerRequest2 request, @AncestorInPath Item item, @QueryParameter String value) {
        String field = request.getRestOfPath().replaceFirst("^/", "");
        if (FormInput.word(value) == null || item != null && mayBeAnything(field, value)) {
            return FormValidation.ok();
        }
        Settings<?> given = blank();
        try {
            for (SettingsProperty property : SettingsProperty.of(given.getClass())) {
                // The fields that this one depends on come by their own names.
                String typed = property.name().equals(field) ? value : request.getParameter(property.name());
                if (FormInput.word(typed) != null && !property.isPart()) {
                    property.type(given, given.prefix(), typed);
                }
            }
            return ExtensionList.lookupSingleton(SettingsCheck.class)
                    .check(given)
                    .map(FormValidation::warning)
                    .orElseGet(FormValidation::ok);
        } catch (PlanException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** In a freestyle job variables are replaced, and {@code $NAME} may stand for anything. */
    private boolean mayBeAnything(String field, String value) {
        return VARIABLE.matcher(value).find()
                && SettingsProperty.of(clazz).stream()
                        .anyMatch(property -> property.name().equals(field) && property.mayHoldVariables());
    }
}
