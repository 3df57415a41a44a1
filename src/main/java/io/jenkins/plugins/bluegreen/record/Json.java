package io.jenkins.plugins.bluegreen.record;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;

/** Members of JSON objects, which may be missing, or not be what they should. */
final class Json {

    private Json() {}

    /** Returns a member that is an object, or one without members. */
    static JSONObject object(JSONObject json, String name) {
        JSONObject member = json.optJSONObject(name);
        return member == null ? new JSONObject() : member;
    }

    /** Returns the objects of a member that is a list. */
    static List<JSONObject> objects(JSONObject json, String name) {
        List<JSONObject> all = new ArrayList<>();
        JSONArray list = json.optJSONArray(name);
        for (int i = 0; list != null && i < list.length(); i++) {
            JSONObject each = list.optJSONObject(i);
            if (each != null) {
                all.add(each);
            }
        }
        return all;
    }

    /** Returns a duration; none where it is not told. */
    static Duration millis(JSONObject json, String name) {
        return Duration.ofMillis(json.optLong(name));
    }

    /** Returns an object with the members of another one that it lacks, and so on within. */
    static JSONObject over(JSONObject was, JSONObject now) {
        JSONObject both = new JSONObject(was.toMap());
        now.keySet().forEach(key -> both.put(key, over(was.opt(key), now.get(key))));
        return both;
    }

    private static Object over(Object was, Object now) {
        if (was instanceof JSONObject before && now instanceof JSONObject after) {
            return over(before, after);
        }
        if (was instanceof JSONArray before && now instanceof JSONArray after && before.length() == after.length()) {
            JSONArray both = new JSONArray();
            for (int i = 0; i < after.length(); i++) {
                both.put(over(before.get(i), after.get(i)));
            }
            return both;
        }
        return now;
    }

    /** Returns a time; the first one of all where it is not told. */
    static Instant instant(JSONObject json, String name) {
        try {
            return Instant.parse(json.optString(name));
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
