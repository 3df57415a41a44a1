package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.model.InvisibleAction;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Leads from a build to what it deployed; kept with the build. */
@ExportedBean(defaultVisibility = 2)
public final class BuildLink extends InvisibleAction {

    private final String application;
    private final String deployment;

    /** Leads to a deployment. */
    BuildLink(DeploymentRecord record) {
        application = record.subject().application();
        deployment = record.id();
    }

    /** Returns the application's name. */
    @Exported
    public String getApplication() {
        return application;
    }

    /** Returns the id of the deployment. */
    @Exported
    public String getDeployment() {
        return deployment;
    }

    /** Returns the name of the history that it is in; that of the application, where it is not kept any more. */
    @Exported
    public String getHistory() {
        return Deployments.get().historyOf(application, deployment).orElse(application);
    }

    /** Returns the deployment as lists show it, or null where it is not kept any more, or the reader may not see it; scripts ask for it with a depth or tree. */
    @Exported(name = "record", visibility = 1)
    public DeploymentRow getRow() {
        String history = getHistory();
        Optional<Summary> found = Deployments.get().newestVisible(history, this::isOf);
        return found.map(summary ->
                        new DeploymentRow(summary, ApplicationRow.of(history).serves(summary)))
                .orElse(null);
    }

    private boolean isOf(Summary summary) {
        return summary.id().equals(deployment);
    }

    /** Returns the address of its page below the root of Jenkins. */
    public String getAddress() {
        return BlueGreenPage.URL + "/" + getHistory() + "/" + deployment + "/";
    }
}
