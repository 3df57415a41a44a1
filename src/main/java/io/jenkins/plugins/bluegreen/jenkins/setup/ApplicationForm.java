package io.jenkins.plugins.bluegreen.jenkins.setup;

import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import hudson.model.ModelObject;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.Typed;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/** The page of one application: its form. */
public final class ApplicationForm implements ModelObject {

    private final String name;
    private final DeploySettings settings;

    /**
     * Shows an application.
     *
     * @param name its name; null for one that is to come
     * @param settings what stands in the form
     */
    ApplicationForm(String name, DeploySettings settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public String getDisplayName() {
        return name == null ? Messages.ApplicationForm_New() : name;
    }

    /** Tells whether it is one that is to come. */
    public boolean isFresh() {
        return name == null;
    }

    /** Returns what stands in the form. */
    public DeploySettings getSettings() {
        return settings;
    }

    /** Returns what the form is of. */
    public Descriptor<?> getOf() {
        return Jenkins.get().getDescriptorByType(DeploySettings.DescriptorImpl.class);
    }

    /** Returns the way up to the list. */
    public String getUp() {
        return name == null ? "../" : "../../";
    }

    /** Saves what the form says. */
    @POST
    public void doSave(StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException, FormException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        JSONObject sent = request.getSubmittedForm();
        try {
            BlueGreenConfiguration.get().put(name, new Typed(request, () -> sent).application());
        } catch (PlanException e) {
            throw new FormException(e.getMessage(), "application");
        }
        response.sendRedirect2(getUp());
    }

    /** Removes it. */
    @POST
    public void doDelete(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        BlueGreenConfiguration.get().remove(name);
        response.sendRedirect2(getUp());
    }
}
