package io.jenkins.plugins.bluegreen.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordJsonTest {

    private static final String ID = "shop-backend-42-0a1b2c";

    private static DeploymentRecord read(JSONObject json) {
        return RecordJson.record(new JSONObject(json.toString()));
    }

    private static JSONObject stored() throws IOException {
        try (InputStream file = RecordJsonTest.class.getResourceAsStream("version-1.json")) {
            return new JSONObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void readsWhatItWrote() {
        DeploymentRecord record = Records.full("backend", ID);
        assertThat(read(RecordJson.of(record))).isEqualTo(record);
        JSONObject line = new JSONObject(RecordJson.of(record.summary()).toString());
        assertThat(RecordJson.summary(line)).isEqualTo(record.summary());
    }

    /** A file that was written in earnest by the first version: it is not to be changed. */
    @Test
    void readsWhatTheFirstVersionWrote() throws IOException {
        assertThat(read(stored())).isEqualTo(Records.full("backend", ID));
    }

    @Test
    void writesWhatTheFirstVersionWrote() throws IOException {
        assertThat(new JSONObject(RecordJson.of(Records.full("backend", ID)).toString()).similar(stored()))
                .isTrue();
    }

    /** Of a version that knows more: each object has a member and each list an element that nobody here knows. */
    @Test
    void passesOverWhatALaterVersionAdds() throws IOException {
        JSONObject later = stored().put("version", 7);
        add(later);
        later.getJSONObject("availability")
                .getJSONObject("traffic")
                .getJSONArray("marks")
                .put(new JSONObject().put("what", "CANARY").put("at", "2026-11-28T14:03:00.900Z"));
        assertThat(read(later)).isEqualTo(Records.full("backend", ID));
    }

    @Test
    void keepsUntilWhenWhatServedBeforeIsAStandby() {
        DeploymentRecord record = Records.full("backend", ID);
        JSONObject json = RecordJson.of(record);
        json.getJSONObject("subject").put("standbyUntil", "2026-11-28T14:18:00Z");
        DeploymentRecord read = read(json);
        assertThat(read.subject().slots())
                .isEqualTo(record.subject().slots().standingBy(Instant.parse("2026-11-28T14:18:00Z")));
        assertThat(read(RecordJson.of(read))).isEqualTo(read);
    }

    private static void add(JSONObject to) {
        for (String name : List.copyOf(to.keySet())) {
            Object value = to.get(name);
            // Names in there are data.
            if (value instanceof JSONObject object
                    && !List.of("good", "failures").contains(name)) {
                add(object);
            } else if (value instanceof JSONArray array) {
                array.forEach(each -> {
                    if (each instanceof JSONObject object) {
                        add(object);
                    }
                });
            }
        }
        to.put("later", new JSONObject().put("a", 1));
    }

    @Test
    void readsAWordThatIsNotKnownHereAsWhatSaysLeast() throws IOException {
        JSONObject later = stored();
        later.getJSONObject("ending").put("state", "PROMOTED");
        later.getJSONObject("origin").put("kind", "PROMOTION");
        later.getJSONObject("subject").put("to", "RED");
        DeploymentRecord record = read(later);
        assertThat(record.ending().state()).isEqualTo(Ending.State.CUT_OFF);
        assertThat(record.origin().kind()).isEqualTo(Origin.Kind.DEPLOYMENT);
        assertThat(record.subject().to()).isNull();
    }

    @Test
    void readsWhatIsNotThereAsNotKnown() {
        JSONObject least =
                new JSONObject().put("id", "x").put("subject", new JSONObject().put("application", "backend"));
        assertThat(read(least))
                .isEqualTo(new DeploymentRecord(
                        "x",
                        new Subject("backend", "", "", List.of(), null, new SlotChange(null, 0, null, 0)),
                        new Origin(Origin.Kind.DEPLOYMENT, "", "", 0, "", List.of(), ""),
                        new Ending(Ending.State.CUT_OFF, Instant.EPOCH, Duration.ZERO, "", "", ""),
                        List.of(),
                        Availability.UNKNOWN));
    }

    @Test
    void takesNothingForARecordThatNamesNone() {
        assertThatThrownBy(() -> read(new JSONObject().put("id", "x"))).isInstanceOf(JSONException.class);
    }

    static Stream<Event> events() {
        DeploymentRecord record = Records.full("backend", ID);
        return Stream.of(
                new Event.Began(record.steps().get(0).with(StepReport.Status.RUNNING)),
                new Event.Ended(record.steps().get(0)),
                new Event.Chosen("r41"),
                new Event.Decided(Slot.BLUE, "r41", Slot.GREEN),
                new Event.Decided(null, "", Slot.BLUE),
                new Event.Marked(new Mark(Mark.Kind.DRAINED, Records.AT)),
                new Event.Noticed(record.availability()),
                new Event.Settled("shop-41-abcdef", "It is undone.\nTwice."));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsTheEventThatItWrote(Event event) {
        assertThat(EventJson.line(event)).doesNotContain("\n");
        assertThat(EventJson.of(EventJson.line(event))).contains(event);
    }

    @Test
    void takesNothingElseForAnEvent() {
        assertThat(Stream.of(
                        "", "{}", "[]", "{\"promoted\":{}}", "{\"marked\":{\"what\":\"X\"}}", "{\"began\":", "null"))
                .allSatisfy(line -> assertThat(EventJson.of(line)).isEmpty());
    }

    @Test
    void keepsWhenOneHadItsTurn() {
        DeploymentRecord full = Records.full("backend", ID);
        Ending was = full.ending();
        Ending turned = new Ending(
                was.state(),
                was.startedAt(),
                was.took(),
                was.sentence(),
                "",
                "",
                was.startedAt().plusSeconds(7));
        DeploymentRecord record = new DeploymentRecord(
                full.id(), full.subject(), full.origin(), turned, full.steps(), full.availability());

        assertThat(read(new JSONObject(RecordJson.of(record).toString()))).isEqualTo(record);
        assertThat(RecordJson.summary(RecordJson.of(record.summary())).ending()).isEqualTo(turned);
    }

    /** As where a job is renamed while an older version runs. */
    @Test
    void whatALaterVersionKnewStaysWhereThisOneWritesTheRecordAnew() throws IOException {
        JSONObject later = stored().put("version", 7).put("more", 1);
        later.getJSONObject("ending").put("more", 2).put("sentence", "old");
        later.getJSONArray("steps").getJSONObject(0).put("more", 3);
        JSONObject now = RecordJson.of(Records.full("backend", ID));

        JSONObject both = RecordJson.over(new JSONObject(later.toString()), now);

        assertThat(both.getInt("version")).isEqualTo(7);
        assertThat(both.getInt("more")).isEqualTo(1);
        assertThat(both.getJSONObject("ending").getInt("more")).isEqualTo(2);
        assertThat(both.getJSONArray("steps").getJSONObject(0).getInt("more")).isEqualTo(3);
        assertThat(read(both)).isEqualTo(Records.full("backend", ID));
        JSONObject unknown = new JSONObject(now.toString());
        unknown.getJSONObject("subject").remove("live");
        assertThat(RecordJson.over(later, unknown).getJSONObject("subject").has("live"))
                .as("it is not known any more what is live")
                .isFalse();
        assertThat(RecordJson.over(stored().put("more", 1), now)).isSameAs(now);
        assertThat(RecordJson.over(null, now)).isSameAs(now);
    }
}
