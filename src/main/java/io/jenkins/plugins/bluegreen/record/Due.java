package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.plan.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * What Jenkins does with what a deployment left, where nobody has dealt with that until a time. It is kept beside the deployment's record.
 *
 * @param what what is done
 * @param after how long after the end of the deployment; what is held knows its own time
 * @param last the last try; null where there was none
 */
public record Due(What what, Duration after, Try last) {

    /** From one try to the next one at least; from then on twice as long as before. */
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private static final Duration SETTLED_WITHIN = Duration.ofDays(1);

    /** What can be done. */
    public enum What {
        /** What is held is promoted. */
        PROMOTE,
        /** A canary is taken back. */
        SETTLE
    }

    /**
     * Something was tried, which did not do.
     *
     * @param at when it was begun
     * @param by the id of the deployment that tried it, whose record says why it did not do; an empty text where not even that could begin
     * @param why why it could not begin; otherwise an empty text
     */
    public record Try(Instant at, String by, String why) {}

    /** Returns that what is held is promoted when its time is over. */
    public static Due promotion() {
        return new Due(What.PROMOTE, Duration.ZERO, null);
    }

    /** Returns that what is left is settled so long after the end. */
    public static Due settling(Duration after) {
        return new Due(What.SETTLE, after, null);
    }

    /** Returns the same after one more try. */
    public Due tried(Try once) {
        return new Due(what, after, once);
    }

    /** Tells whether a deployment that came to such an end leaves what this is about. */
    public boolean isFor(Ending.State state) {
        return what == What.PROMOTE
                ? state == Ending.State.HELD
                : state == Ending.State.STUCK || state == Ending.State.CUT_OFF;
    }

    /** Returns when it is due of a deployment. */
    public Instant at(Summary left) {
        Instant held = left.subject().slots().standbyUntil();
        return what == What.PROMOTE && held != null
                ? held
                : left.ending().startedAt().plus(left.ending().took()).plus(after);
    }

    /** Returns until when it is tried. */
    public Instant until(Summary left) {
        return at(left).plus(tried());
    }

    private Duration tried() {
        return what == What.PROMOTE ? Hold.TRIED : SETTLED_WITHIN;
    }

    /** Tells whether it is to be tried now. */
    public boolean now(Summary left, Instant now) {
        return !now.isBefore(next(at(left))) && now.isBefore(until(left));
    }

    /** What not even began is tried again as soon as anybody looks, since that leaves no record. */
    private Instant next(Instant at) {
        if (last == null || last.by().isEmpty()) {
            return at;
        }
        Duration since = Duration.between(at, last.at());
        // One that was begun late is tried again as well.
        Duration most = tried().dividedBy(3);
        Duration gap = since.compareTo(AGAIN) < 0 ? AGAIN : since;
        return last.at().plus(gap.compareTo(most) > 0 ? most : gap);
    }

    /** Returns it as a text. */
    public String text() {
        JSONObject json = new JSONObject().put("what", what.name()).put("afterMillis", after.toMillis());
        if (last != null) {
            json.put(
                    "last",
                    new JSONObject()
                            .put("at", last.at().toString())
                            .put("by", last.by())
                            .put("why", last.why()));
        }
        return json.toString();
    }

    /** Reads such a text; nothing for another one. */
    public static Optional<Due> of(String text) {
        try {
            JSONObject json = new JSONObject(text);
            JSONObject last = json.optJSONObject("last");
            return Optional.ofNullable(json.optEnum(What.class, "what"))
                    .map(what -> new Due(
                            what,
                            Json.millis(json, "afterMillis"),
                            last == null
                                    ? null
                                    : new Try(Json.instant(last, "at"), last.optString("by"), last.optString("why"))));
        } catch (JSONException e) {
            return Optional.empty();
        }
    }
}
