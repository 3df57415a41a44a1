package io.jenkins.plugins.bluegreen.jenkins.page.press;

import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen;
import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Headline;
import io.jenkins.plugins.bluegreen.jenkins.page.text.When;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A release that was deployed and does not serve, and so may be gone back to. */
@ExportedBean(defaultVisibility = 2)
public final class Choice {

    private final Summary summary;
    private final When when;
    private final boolean left;
    private boolean chosen;

    private Choice(Summary summary, When when, boolean left) {
        this.summary = summary;
        this.when = when;
        this.left = left;
    }

    /**
     * Finds all of them in a history, by their last deployments, the newest first. One that was left by a rollback after that is there too;
     * the newest of the others is chosen, as long as nobody chooses. What the hosts did not have any more when they were asked after that,
     * is not there.
     *
     * @param live the release that serves, or an empty text
     * @param seen what the hosts said when they were asked, if they were
     * @param when writes moments as the reader reads them
     */
    public static List<Choice> of(List<Summary> newestFirst, String live, Optional<Seen> seen, When when) {
        Map<String, Choice> choices = new LinkedHashMap<>();
        Set<String> left = new HashSet<>();
        for (Summary summary : newestFirst) {
            String release = summary.subject().release();
            if (summary.ending().state() == State.DEPLOYED) {
                choices.putIfAbsent(release, new Choice(summary, when, left.contains(release)));
                if (summary.origin().kind().back()) {
                    left.add(summary.subject().previous());
                }
            }
        }
        choices.remove(live);
        seen.ifPresent(hosts -> choices.values().removeIf(each -> each.isGone(hosts)));
        choices.values().stream().filter(each -> !each.left).findFirst().ifPresent(each -> each.chosen = true);
        return new ArrayList<>(choices.values());
    }

    /** One that was deployed since may lie there again. */
    private boolean isGone(Seen hosts) {
        Instant ended = summary.ending().startedAt().plus(summary.ending().took());
        return ended.isBefore(hosts.at()) && !hosts.mayHaveKept(getRelease());
    }

    /** Returns the id of the release. */
    @Exported
    public String getRelease() {
        return summary.subject().release();
    }

    /** Returns when its last deployment began, in UTC. */
    @Exported
    public String getStartedAt() {
        return summary.ending().startedAt().toString();
    }

    /** Tells whether a rollback left it after that. */
    @Exported
    public boolean isLeft() {
        return left;
    }

    /** Returns when it was deployed last. */
    public String getWhen() {
        return when.shown(summary.ending().startedAt());
    }

    /** Returns what came of it. */
    public String getWord() {
        return left ? Messages.Choice_Left() : Headline.word(summary.ending().state());
    }

    /** Returns the first line of its newest commit, or an empty text. */
    @Exported
    public String getCommit() {
        return summary.origin().commits().stream()
                .findFirst()
                .map(Origin.Commit::message)
                .orElse("");
    }

    /** Tells whether it is the one where nobody chooses another. */
    @Exported
    public boolean isChosen() {
        return chosen;
    }
}
