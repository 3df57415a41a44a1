package io.jenkins.plugins.bluegreen.jenkins.setup;

import hudson.model.Descriptor.FormException;
import hudson.model.ModelObject;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.Typed;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/** The page of what all applications share: hosts by name, the agent that looks at them, how much is kept. */
public final class GeneralForm implements ModelObject {

    @Override
    public String getDisplayName() {
        return Messages.GeneralForm_DisplayName();
    }

    /** Returns what stands in the form, and what it is of. */
    public BlueGreenConfiguration getConfiguration() {
        return BlueGreenConfiguration.get();
    }

    /** Saves what the form says. */
    @POST
    public void doSave(StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException, FormException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        JSONObject sent = request.getSubmittedForm();
        try {
            BlueGreenConfiguration.get().general(new Typed(request, () -> sent));
        } catch (PlanException e) {
            throw new FormException(e.getMessage(), "hosts");
        }
        response.sendRedirect2("../");
    }
}
