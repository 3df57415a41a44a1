package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.jenkins.record.DeploymentListener;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Gives each build that deploys its {@link BuildLink}. */
@Extension
public final class LinkBuilds extends DeploymentListener {

    private static final Logger LOG = Logger.getLogger(LinkBuilds.class.getName());

    @Override
    public void started(DeploymentRecord record) {
        link(record);
    }

    /** One that is refused did not begin. */
    @Override
    public void failed(DeploymentRecord record) {
        link(record);
    }

    private static void link(DeploymentRecord record) {
        Origin origin = record.origin();
        if (!origin.kind().byBuild()) {
            return; // the build that is named there did something else
        }
        Job<?, ?> job = Jenkins.get().getItemByFullName(origin.job(), Job.class);
        Run<?, ?> build = job == null ? null : job.getBuildByNumber(origin.build());
        if (build == null
                || build.getActions(BuildLink.class).stream()
                        .anyMatch(link -> link.getDeployment().equals(record.id()))) {
            return;
        }
        build.addAction(new BuildLink(record));
        try {
            build.save();
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "The build " + origin.url() + " cannot be saved.");
        }
    }
}
