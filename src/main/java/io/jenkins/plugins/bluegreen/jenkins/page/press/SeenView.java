package io.jenkins.plugins.bluegreen.jenkins.page.press;

import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen;
import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.text.When;
import java.util.List;
import java.util.stream.Stream;

/** How an application was when its hosts were asked last, for a reader. */
public final class SeenView {

    private final Seen seen;
    private final When when;

    /**
     * Makes one.
     *
     * @param when writes moments as the reader reads them
     */
    public SeenView(Seen seen, When when) {
        this.seen = seen;
        this.when = when;
    }

    /** Returns when they were asked, in a sentence. */
    public String getAsOf() {
        return seen.tree().isEmpty() ? "" : Messages.Seen_AsOf(when.shown(seen.at()));
    }

    /** Returns why they could not be asked after that, or an empty text. */
    public String getFailure() {
        return seen.failure();
    }

    /** Returns what somebody has to know: hosts that are unknown and since when, that do not agree, and who holds the lock. */
    public List<String> getRemarks() {
        List<String> unknown = seen.unknown().entrySet().stream()
                .map(host -> Messages.Seen_UnknownSince(host.getKey(), when.shown(host.getValue())))
                .toList();
        return Stream.concat(unknown.stream(), seen.remarks().stream()).toList();
    }

    /** Returns all that was seen, in lines. */
    public String getTree() {
        return String.join("\n", seen.tree());
    }
}
