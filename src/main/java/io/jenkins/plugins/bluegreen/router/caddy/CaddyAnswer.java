package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * A line in which Caddy notes an answer, with the header that the block for a canary gives it: the port that was chosen, and who answered
 * and after how many milliseconds that began.
 */
final class CaddyAnswer {

    private static final Pattern ANSWERED = Pattern.compile(".*:(\\d{1,5}) (\\d{1,12}(?:\\.\\d+)?(?:e[-+]?\\d{1,2})?)");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    private CaddyAnswer() {}

    /** Reads a line; nothing for what is none, for a request that no slot was asked for, and for one of another application. */
    static Optional<Answer> read(String line, SlotPair slots) {
        if (!line.startsWith("{") || !line.contains('"' + CaddyCanary.HEADER + '"')) {
            return Optional.empty();
        }
        try {
            JSONObject noted = new JSONObject(line);
            JSONArray said = noted.getJSONObject("resp_headers").getJSONArray(CaddyCanary.HEADER);
            String chosen = said.getString(0);
            if (!PORT.matcher(chosen).matches()) {
                return Optional.empty();
            }
            Matcher answered = ANSWERED.matcher(said.length() > 1 ? said.getString(1) : "");
            return slots.slotOf(Integer.parseInt(chosen))
                    .flatMap(slot -> answered.matches()
                            ? Optional.of(new Answer(
                                    slot,
                                    noted.getInt("status") >= 500
                                            || !answered.group(1).equals(chosen),
                                    (long) Double.parseDouble(answered.group(2))))
                            : unanswered(noted)
                                    .map(bad -> bad
                                            ? new Answer(slot, true, millis(noted))
                                            : Answer.unanswered(slot, millis(noted))));
        } catch (JSONException e) {
            return Optional.empty();
        }
    }

    /**
     * Tells whether a request failed that nobody answered: Caddy says so, by 502 and the like. It says 0 where the client went before, who
     * waited for so long at least. All else is an answer of its own, or a WebSocket, of which only the end is noted.
     */
    private static Optional<Boolean> unanswered(JSONObject noted) {
        int status = noted.getInt("status");
        return status >= 500 ? Optional.of(true) : status == 0 || status == 499 ? Optional.of(false) : Optional.empty();
    }

    private static long millis(JSONObject noted) {
        return (long) (noted.getDouble("duration") * 1000);
    }
}
