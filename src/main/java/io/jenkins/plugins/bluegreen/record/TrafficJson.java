package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONObject;

/** What was noticed at a front door, as JSON. Of its many spans, what is nothing is not written. */
final class TrafficJson {

    private TrafficJson() {}

    /** Writes it. */
    static JSONObject of(Availability seen) {
        return new JSONObject()
                .put("asked", seen.asked())
                .put("failed", seen.failed())
                .put("limited", seen.limited())
                .put("longestGapMillis", seen.longestGap().toMillis())
                .put("downtimeMillis", seen.downtime().toMillis())
                .putOpt(
                        "newReleaseMillis",
                        seen.newRelease() == null ? null : seen.newRelease().toMillis())
                .put("failures", new JSONObject(seen.failures()))
                .put("traffic", of(seen.traffic()));
    }

    /** Reads it. */
    static Availability availability(JSONObject json) {
        return new Availability(
                json.optInt("asked"),
                json.optInt("failed"),
                json.optInt("limited"),
                Json.millis(json, "longestGapMillis"),
                Json.millis(json, "downtimeMillis"),
                json.has("newReleaseMillis") ? Json.millis(json, "newReleaseMillis") : null,
                counts(json.optJSONObject("failures")),
                traffic(Json.object(json, "traffic")));
    }

    private static JSONObject of(Traffic traffic) {
        JSONArray spans = new JSONArray();
        traffic.spans().forEach(span -> spans.put(of(span)));
        JSONArray marks = new JSONArray();
        traffic.marks()
                .forEach(mark -> marks.put(new JSONObject()
                        .put("what", mark.what().name())
                        .put("at", mark.at().toString())));
        return new JSONObject()
                .put("from", traffic.from().toString())
                .put("spans", spans)
                .put("marks", marks);
    }

    private static JSONObject of(Span span) {
        JSONObject json = new JSONObject().put("index", span.index());
        if (!span.good().isEmpty()) {
            json.put("good", new JSONObject(span.good()));
        }
        if (span.failed() > 0) {
            json.put("failed", span.failed());
        }
        if (span.limited() > 0) {
            json.put("limited", span.limited());
        }
        if (!span.slowest().isZero()) {
            json.put(
                    "slowestMicros",
                    TimeUnit.NANOSECONDS.toMicros(span.slowest().toNanos()));
        }
        return json;
    }

    private static Traffic traffic(JSONObject json) {
        List<Span> spans = new ArrayList<>();
        for (JSONObject span : Json.objects(json, "spans")) {
            spans.add(new Span(
                    span.optInt("index"),
                    counts(span.optJSONObject("good")),
                    span.optInt("failed"),
                    span.optInt("limited"),
                    Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(span.optLong("slowestMicros")))));
        }
        List<Mark> marks = new ArrayList<>();
        for (JSONObject mark : Json.objects(json, "marks")) {
            Mark.Kind what = mark.optEnum(Mark.Kind.class, "what");
            if (what != null) {
                marks.add(new Mark(what, Json.instant(mark, "at")));
            }
        }
        return new Traffic(Json.instant(json, "from"), spans, marks);
    }

    private static Map<String, Integer> counts(JSONObject json) {
        Map<String, Integer> counts = new TreeMap<>();
        if (json != null) {
            json.keySet().forEach(name -> counts.put(name, json.optInt(name)));
        }
        return counts;
    }
}
