package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * Records as JSON. What is not there is read as if it had not been known, and what nobody here knows is passed over, so that each
 * version reads what another one wrote. Times are in ISO 8601, durations in the unit that their name says.
 */
public final class RecordJson {

    /** The version that is written. */
    public static final int VERSION = 1;

    private RecordJson() {}

    /** Writes a record. */
    public static JSONObject of(DeploymentRecord record) {
        JSONArray steps = new JSONArray();
        record.steps().forEach(step -> steps.put(of(step)));
        return common(record.id(), record.subject(), record.origin(), record.ending())
                .put("version", VERSION)
                .put("steps", steps)
                .put("availability", TrafficJson.of(record.availability()));
    }

    /** Writes what lists show of a record. */
    public static JSONObject of(Summary summary) {
        return common(summary.id(), summary.subject(), summary.origin(), summary.ending())
                .put("asked", summary.asked())
                .put("failed", summary.failed())
                .put("downtimeMillis", summary.downtime().toMillis());
    }

    /**
     * Returns a record with what nobody here knows of it and a later version wrote.
     *
     * @param was what was written of it before, by whichever version, or null for nothing
     */
    public static JSONObject over(JSONObject was, JSONObject now) {
        if (was == null || was.optInt("version") <= VERSION) {
            return now;
        }
        JSONObject both = Json.over(was, now).put("version", was.getInt("version"));
        // What is known, and not there now, is not so any more.
        drop(both, now, "subject", List.of("directory", "to", "live", "before"));
        drop(both, now, "ending", List.of("decidedAt"));
        return both;
    }

    private static void drop(JSONObject both, JSONObject now, String part, List<String> names) {
        names.stream().filter(name -> !now.getJSONObject(part).has(name)).forEach(both.getJSONObject(part)::remove);
    }

    private static JSONObject common(String id, Subject subject, Origin origin, Ending ending) {
        return new JSONObject()
                .put("id", id)
                .put("subject", of(subject))
                .put("origin", of(origin))
                .put("ending", of(ending));
    }

    /**
     * Reads a record.
     *
     * @throws JSONException if it is not one
     */
    public static DeploymentRecord record(JSONObject json) {
        List<StepReport> steps = new ArrayList<>();
        Json.objects(json, "steps").forEach(step -> steps.add(step(step)));
        return new DeploymentRecord(
                json.getString("id"),
                subject(json.getJSONObject("subject")),
                origin(Json.object(json, "origin")),
                ending(Json.object(json, "ending")),
                steps,
                TrafficJson.availability(Json.object(json, "availability")));
    }

    /**
     * Reads what lists show of a record.
     *
     * @throws JSONException if it is not that
     */
    public static Summary summary(JSONObject json) {
        return new Summary(
                json.getString("id"),
                subject(json.getJSONObject("subject")),
                origin(Json.object(json, "origin")),
                ending(Json.object(json, "ending")),
                json.optInt("asked"),
                json.optInt("failed"),
                Json.millis(json, "downtimeMillis"));
    }

    private static JSONObject of(Subject subject) {
        SlotChange slots = subject.slots();
        return new JSONObject()
                .put("application", subject.application())
                .put("release", subject.release())
                .put("previous", subject.previous())
                .put("hosts", new JSONArray(subject.hosts()))
                .putOpt("directory", subject.directory().isEmpty() ? null : subject.directory())
                .putOpt("to", subject.to())
                .putOpt("live", slots.live())
                .put("livePort", slots.livePort())
                .putOpt("before", slots.previous())
                .put("beforePort", slots.previousPort())
                .putOpt("standbyUntil", slots.standbyUntil());
    }

    private static Subject subject(JSONObject json) {
        List<String> hosts = new ArrayList<>();
        JSONArray named = json.optJSONArray("hosts");
        for (int i = 0; named != null && i < named.length(); i++) {
            hosts.add(named.optString(i));
        }
        return new Subject(
                json.getString("application"),
                json.optString("release"),
                json.optString("previous"),
                hosts,
                json.optString("directory"),
                json.optEnum(Slot.class, "to"),
                new SlotChange(
                        json.optEnum(Slot.class, "live"),
                        json.optInt("livePort"),
                        json.optEnum(Slot.class, "before"),
                        json.optInt("beforePort"),
                        json.has("standbyUntil") ? Json.instant(json, "standbyUntil") : null));
    }

    private static JSONObject of(Origin origin) {
        JSONArray commits = new JSONArray();
        origin.commits()
                .forEach(commit -> commits.put(new JSONObject()
                        .put("id", commit.id())
                        .put("author", commit.author())
                        .put("message", commit.message())));
        return new JSONObject()
                .put("kind", origin.kind().name())
                .put("user", origin.user())
                .put("job", origin.job())
                .put("build", origin.build())
                .put("url", origin.url())
                .put("commits", commits)
                .put("node", origin.node());
    }

    private static Origin origin(JSONObject json) {
        List<Origin.Commit> commits = new ArrayList<>();
        Json.objects(json, "commits")
                .forEach(commit -> commits.add(new Origin.Commit(
                        commit.optString("id"), commit.optString("author"), commit.optString("message"))));
        return new Origin(
                json.optEnum(Origin.Kind.class, "kind", Origin.Kind.DEPLOYMENT),
                json.optString("user"),
                json.optString("job"),
                json.optInt("build"),
                json.optString("url"),
                commits,
                json.optString("node"));
    }

    private static JSONObject of(Ending ending) {
        return new JSONObject()
                .put("state", ending.state().name())
                .put("startedAt", ending.startedAt().toString())
                .put("tookMillis", ending.took().toMillis())
                .put("sentence", ending.sentence())
                .put("evidence", ending.evidence())
                .put("proof", ending.proof())
                .putOpt("decidedAt", ending.decidedAt());
    }

    private static Ending ending(JSONObject json) {
        return new Ending(
                json.optEnum(Ending.State.class, "state", Ending.State.CUT_OFF),
                Json.instant(json, "startedAt"),
                Json.millis(json, "tookMillis"),
                json.optString("sentence"),
                json.optString("evidence"),
                json.optString("proof"),
                json.has("decidedAt") ? Json.instant(json, "decidedAt") : null);
    }

    static JSONObject of(StepReport step) {
        return new JSONObject()
                .put("host", step.host())
                .put("step", step.step())
                .put("startedAt", step.startedAt().toString())
                .put("tookMillis", step.took().toMillis())
                .put("status", step.status().name())
                .put("detail", step.detail());
    }

    static StepReport step(JSONObject json) {
        return new StepReport(
                json.optString("host"),
                json.optString("step"),
                Json.instant(json, "startedAt"),
                Json.millis(json, "tookMillis"),
                json.optEnum(StepReport.Status.class, "status", StepReport.Status.DONE),
                json.optString("detail"));
    }
}
