package io.jenkins.plugins.bluegreen.jenkins.page.view;

import io.jenkins.plugins.bluegreen.record.Origin;
import java.util.stream.Stream;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A change that a deployment brought. */
@ExportedBean(defaultVisibility = 2)
public final class CommitRow {

    private static final int SHORT = 8;

    private final Origin.Commit commit;

    /** Makes one. */
    CommitRow(Origin.Commit commit) {
        this.commit = commit;
    }

    /** Returns it as the version control names it. */
    @Exported
    public String getId() {
        return commit.id();
    }

    /** Returns who made it. */
    @Exported
    public String getAuthor() {
        return commit.author();
    }

    /** Returns the first line of what was said of it. */
    @Exported
    public String getMessage() {
        return commit.message();
    }

    /** Returns the beginning of its id. */
    public String getShortId() {
        return commit.id().substring(0, Math.min(SHORT, commit.id().length()));
    }

    Stream<String> texts() {
        return Stream.of(getId(), getAuthor(), getMessage());
    }
}
