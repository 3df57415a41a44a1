package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.model.Cause;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Origin.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.scm.RunWithSCM;

/** What a build tells of who wanted a deployment, and what it was made of. */
public final class BuildOrigin {

    private static final Logger LOG = Logger.getLogger(BuildOrigin.class.getName());

    private static final int MOST = 20;

    private BuildOrigin() {}

    /**
     * Returns that of a build.
     *
     * @param node the name of the node that it is done from; an empty text for the controller
     */
    public static Origin of(Run<?, ?> run, Origin.Kind kind, String node) {
        Cause.UserIdCause by = run.getCause(Cause.UserIdCause.class);
        String user = by == null ? null : by.getUserId();
        return new Origin(
                kind,
                user == null ? "" : user,
                run.getParent().getFullName(),
                run.getNumber(),
                run.getUrl(),
                commits(run),
                node);
    }

    private static List<Commit> commits(Run<?, ?> run) {
        List<Commit> commits = new ArrayList<>();
        if (run instanceof RunWithSCM<?, ?> made) {
            try {
                for (ChangeLogSet<? extends ChangeLogSet.Entry> changes : made.getChangeSets()) {
                    for (ChangeLogSet.Entry change : changes) {
                        if (commits.size() < MOST) {
                            commits.add(commit(change));
                        }
                    }
                }
            } catch (RuntimeException | LinkageError e) {
                // Each kind of version control comes with a plugin of its own.
                LOG.log(Level.WARNING, e, () -> "The changes of " + run.getUrl() + " cannot be read.");
            }
        }
        return commits;
    }

    private static Commit commit(ChangeLogSet.Entry change) {
        String message = change.getMsg();
        return new Commit(
                change.getCommitId() == null ? "" : change.getCommitId(),
                change.getAuthor().getDisplayName(),
                message == null ? "" : message.lines().findFirst().orElse(""));
    }
}
