package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Instant;
import java.util.Optional;
import org.json.JSONException;
import org.json.JSONObject;

/** Events as lines of JSON, as they go from an agent to Jenkins. */
public final class EventJson {

    private static final String BEGAN = "began";
    private static final String ENDED = "ended";
    private static final String CHOSEN = "chosen";
    private static final String DECIDED = "decided";
    private static final String MARKED = "marked";
    private static final String NOTICED = "noticed";
    private static final String SETTLED = "settled";

    private EventJson() {}

    /** Writes an event, without the end of the line. */
    public static String line(Event event) {
        JSONObject json = new JSONObject();
        if (event instanceof Event.Began began) {
            json.put(BEGAN, RecordJson.of(began.step()));
        } else if (event instanceof Event.Ended ended) {
            json.put(ENDED, RecordJson.of(ended.step()));
        } else if (event instanceof Event.Marked marked) {
            json.put(
                    MARKED,
                    new JSONObject()
                            .put("what", marked.mark().what().name())
                            .put("at", marked.mark().at().toString()));
        } else if (event instanceof Event.Noticed noticed) {
            json.put(NOTICED, TrafficJson.of(noticed.seen()));
        } else if (event instanceof Event.Settled settled) {
            json.put(
                    SETTLED,
                    new JSONObject().put("deployment", settled.deployment()).put("how", settled.how()));
        } else if (event instanceof Event.Chosen chosen) {
            json.put(CHOSEN, new JSONObject().put("release", chosen.release()));
        } else if (event instanceof Event.Decided decided) {
            json.put(
                    DECIDED,
                    new JSONObject()
                            .putOpt("live", decided.live())
                            .put("release", decided.release())
                            .putOpt("idle", decided.idle()));
        }
        return json.toString();
    }

    /** Reads an event, no more of it than is kept; nothing where the line is none that is known here. */
    public static Optional<Event> of(String line) {
        try {
            JSONObject json = new JSONObject(line);
            return json.keySet().stream().findFirst().flatMap(name -> of(name, Json.object(json, name)));
        } catch (JSONException e) {
            return Optional.empty();
        }
    }

    private static Optional<Event> of(String name, JSONObject json) {
        return switch (name) {
            case BEGAN -> Optional.of(new Event.Began(Bounds.of(RecordJson.step(json))));
            case ENDED -> Optional.of(new Event.Ended(Bounds.of(RecordJson.step(json))));
            case MARKED -> mark(json).map(Event.Marked::new);
            case NOTICED -> Optional.of(new Event.Noticed(Bounds.of(TrafficJson.availability(json))));
            case SETTLED ->
                Optional.of(new Event.Settled(
                        Bounds.word(json.optString("deployment")), Bounds.sentence(json.optString("how"))));
            case CHOSEN -> Optional.of(new Event.Chosen(Bounds.word(json.optString("release"))));
            case DECIDED ->
                Optional.of(new Event.Decided(
                        json.optEnum(Slot.class, "live"),
                        Bounds.word(json.optString("release")),
                        json.optEnum(Slot.class, "idle")));
            default -> Optional.empty();
        };
    }

    private static Optional<Mark> mark(JSONObject json) {
        Mark.Kind what = json.optEnum(Mark.Kind.class, "what");
        Instant at = Json.instant(json, "at");
        return Optional.ofNullable(what).map(kind -> Bounds.of(new Mark(kind, at)));
    }
}
