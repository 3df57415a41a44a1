package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.json.JSONException;
import org.json.JSONObject;

/** Which release an answer says that it comes from. */
final class ToldRelease {

    private static final int LONGEST = 128;

    private ToldRelease() {}

    /**
     * Compares it with the one that is expected.
     *
     * @param header returns the value of a response header, or null
     * @return what is wrong, to stand behind "but"; nothing if it is that release, or none is expected
     */
    static Optional<String> fault(ReleaseMark mark, String expected, UnaryOperator<String> header, String body) {
        if (!mark.asked()) {
            return Optional.empty();
        }
        String told;
        try {
            told = mark.inBody() ? inBody(mark, body) : header.apply(mark.place());
        } catch (JSONException e) {
            return Optional.of("the body is no JSON that could say the release at " + mark.place());
        }
        if (expected.equals(told)) {
            return Optional.empty();
        }
        String said = told == null ? "does not say the release" : "says release '" + told + "'";
        return Optional.of(
                (mark.inBody() ? "the body at " : "the header ") + mark.place() + " " + said + ", not " + expected);
    }

    /** Returns the release that is told, as far as it can be an id of one; otherwise an empty text. */
    static String told(ReleaseMark mark, UnaryOperator<String> header, String body) {
        if (!mark.asked()) {
            return "";
        }
        try {
            String told = mark.inBody() ? inBody(mark, body) : header.apply(mark.place());
            return told == null || told.length() > LONGEST ? "" : told;
        } catch (JSONException e) {
            return "";
        }
    }

    private static String inBody(ReleaseMark mark, String body) {
        Object value = new JSONObject(body).optQuery(mark.place());
        return value == null || JSONObject.NULL.equals(value) ? null : value.toString();
    }
}
