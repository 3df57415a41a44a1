package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What the applications that a job deploys serve now, on the job's page. */
@ExportedBean
public final class JobCard extends InvisibleAction {

    /** A job that deploys does so in most of its builds; older ones are not read for that. */
    private static final int BUILDS = 10;

    private final Job<?, ?> job;

    private JobCard(Job<?, ?> job) {
        this.job = job;
    }

    /** Returns the applications that the last builds deployed, as far as the reader may see them; scripts ask for them with a depth or tree. */
    @Exported
    public List<ApplicationRow> getApplications() {
        Set<String> names = new TreeSet<>();
        Run<?, ?> build = job.getLastBuild();
        for (int i = 0; i < BUILDS && build != null; i++) {
            build.getActions(BuildLink.class).forEach(link -> names.add(link.getHistory()));
            build = build.getPreviousBuild();
        }
        return names.stream()
                .filter(name ->
                        Deployments.get().newestVisible(name, any -> true).isPresent())
                .map(ApplicationRow::of)
                .toList();
    }

    /** Returns where the pages of the applications are, below the root of Jenkins. */
    public String getAddress() {
        return BlueGreenPage.URL;
    }

    /** Gives each job its card. Whether there is anything on it is looked up when it is shown, and not before. */
    @Extension
    @SuppressWarnings("rawtypes") // as Jenkins declares it
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return JobCard.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job target) {
            return List.of(new JobCard(target));
        }
    }
}
