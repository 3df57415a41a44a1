package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.model.Job;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Headline;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Spans;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A deployment, as lists show it, and as scripts read it. */
@ExportedBean(defaultVisibility = 2)
public final class DeploymentRow {

    private final Summary summary;
    private final boolean live;
    private String buildLink;

    /**
     * Makes one.
     *
     * @param summary the deployment
     * @param live whether its release is the one that serves, by all that is known
     */
    DeploymentRow(Summary summary, boolean live) {
        this.summary = summary;
        this.live = live;
    }

    /** Returns which deployment it is. */
    @Exported
    public String getId() {
        return summary.id();
    }

    /** Returns the release that was to serve. */
    @Exported
    public String getRelease() {
        return summary.subject().release();
    }

    /** Returns the release that served before, or an empty text. */
    @Exported
    public String getPrevious() {
        return summary.subject().previous();
    }

    /** Returns how it ended: {@code running}, {@code deployed}, {@code undone}, {@code aborted}, {@code stuck}, {@code cut_off}, {@code settled}. */
    @Exported
    public String getState() {
        return summary.ending().state().name().toLowerCase(Locale.ROOT);
    }

    /** Returns what the console said of it at the end. */
    @Exported
    public String getSentence() {
        return summary.ending().sentence();
    }

    /** Returns whether a release was shipped, or one started that lay there: {@code deployment}, {@code rollback}, {@code rollback_by_hand}, {@code held_by_hand}, {@code by_time}. */
    @Exported
    public String getKind() {
        return summary.origin().kind().name().toLowerCase(Locale.ROOT);
    }

    /** Returns when it began, in UTC. */
    @Exported
    public String getStartedAt() {
        return summary.ending().startedAt().toString();
    }

    /** Returns how long it took, in milliseconds. */
    @Exported
    public long getDurationMillis() {
        return summary.ending().took().toMillis();
    }

    /** Returns the slot that was deployed to, or an empty text. */
    @Exported
    public String getSlot() {
        return label(summary.subject().to());
    }

    /** Returns the slot that served at the end, or an empty text. */
    @Exported
    public String getLiveSlot() {
        return label(summary.subject().slots().live());
    }

    /** Returns how many requests were made to see what users notice. */
    @Exported
    public int getAsked() {
        return summary.asked();
    }

    /** Returns how many of them failed. */
    @Exported
    public int getFailed() {
        return summary.failed();
    }

    /** Returns the longest time without a good answer in which one failed, in milliseconds. */
    @Exported
    public long getDowntimeMillis() {
        return summary.downtime().toMillis();
    }

    /** Returns the id of the user who wanted it, or an empty text. */
    @Exported
    public String getUserId() {
        return summary.origin().user();
    }

    /** Returns the full name of the job. */
    @Exported
    public String getJob() {
        return summary.origin().job();
    }

    /** Returns the number of the build. */
    @Exported
    public int getBuild() {
        return summary.origin().build();
    }

    /** Returns the path of the build below the root of Jenkins. */
    @Exported
    public String getBuildUrl() {
        return summary.origin().url();
    }

    /** Returns the same where the build is there still, otherwise an empty text; reads no build. */
    public String getBuildLink() {
        if (buildLink == null) {
            buildLink = isBuildThere() ? getBuildUrl() : "";
        }
        return buildLink;
    }

    private boolean isBuildThere() {
        Job<?, ?> job = getJob().isEmpty() ? null : Jenkins.get().getItemByFullName(getJob(), Job.class);
        return job != null && new File(job.getBuildDir(), String.valueOf(getBuild())).isDirectory();
    }

    /** Returns the newest commits of the build, each as its id, author and first line. */
    @Exported
    public List<CommitRow> getCommits() {
        return summary.origin().commits().stream().map(CommitRow::new).toList();
    }

    /** Returns what is said of it first. */
    public String getHeadline() {
        return live ? Headline.ofLive(summary) : Headline.of(summary);
    }

    /** Returns how it ended, in a word. */
    public String getWord() {
        return Headline.word(summary.ending().state());
    }

    /** Returns the icon of how it ended. */
    public String getIcon() {
        return switch (summary.ending().state()) {
            case RUNNING -> "symbol-hourglass";
            case DEPLOYED -> isBack() ? "symbol-undo" : "symbol-check";
            case HELD -> "symbol-pause";
            case DISCARDED -> "symbol-trash";
            case ABORTED -> "symbol-close";
            case UNDONE -> "symbol-close-circle";
            case SETTLED -> "symbol-build";
            case STUCK, CUT_OFF -> "symbol-shield-warning";
        };
    }

    /** Tells whether somebody has to do something. */
    public boolean isBad() {
        State state = summary.ending().state();
        return state == State.STUCK || state == State.CUT_OFF;
    }

    /** Tells whether Jenkins did it, since its time was over. */
    public boolean isByTime() {
        return summary.origin().kind() == Origin.Kind.BY_TIME;
    }

    /** Tells whether it is under way. */
    public boolean isRunning() {
        return summary.ending().state() == State.RUNNING;
    }

    /** Tells whether it went back to an older release. */
    public boolean isBack() {
        return summary.origin().kind().back();
    }

    /** Tells whether somebody pressed a button for it. */
    public boolean isByHand() {
        return summary.origin().kind().byHand();
    }

    /** Returns what users lost, in a sentence. */
    public String getNoticed() {
        return Headline.noticed(summary);
    }

    /** Returns when it began, for the reader. */
    public String getWhen() {
        return Reader.when().shown(summary.ending().startedAt());
    }

    /** Returns the same to the second. */
    public String getExactly() {
        return Reader.when().exactly(summary.ending().startedAt());
    }

    /** Returns how long it took, for the reader. */
    public String getTook() {
        return Spans.shown(summary.ending().took());
    }

    /** Returns how long users were without an answer, or an empty text. */
    public String getDowntime() {
        return summary.downtime().isZero() ? "" : Spans.shown(summary.downtime());
    }

    /** Returns who wanted it, or an empty text. */
    public String getUser() {
        return Reader.name(summary.origin().user());
    }

    /** Returns the newest commit, or an empty text. */
    public String getCommit() {
        return getCommits().isEmpty() ? "" : getCommits().get(0).getMessage();
    }

    /** Tells whether any of this holds a text, in whichever case. */
    boolean holds(String text) {
        String sought = text.toLowerCase(Locale.ROOT);
        return Stream.concat(
                        Stream.of(
                                getId(),
                                getRelease(),
                                getWord(),
                                getState(),
                                getUserId(),
                                getUser(),
                                getJob(),
                                "#" + getBuild(),
                                getSentence()),
                        getCommits().stream().flatMap(CommitRow::texts))
                .filter(Objects::nonNull)
                .map(each -> each.toLowerCase(Locale.ROOT))
                .anyMatch(each -> each.contains(sought));
    }

    static String label(Slot slot) {
        return slot == null ? "" : slot.label();
    }

    /** Returns all that a page shows of it, to be compared. */
    @Override
    public String toString() {
        return Stream.of(summary, live, getBuildLink()).map(String::valueOf).collect(Collectors.joining(" "));
    }
}
