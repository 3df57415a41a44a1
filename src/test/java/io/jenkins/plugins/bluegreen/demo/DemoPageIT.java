package io.jenkins.plugins.bluegreen.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Cleanup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo as its page shows it, with real parts: for each answer one square, and for each square the right cause. */
@Timeout(180)
class DemoPageIT {

    private static final int STEADY = 10;

    private static List<JSONObject> run() throws Exception {
        try (Cleanup cleanup = new Cleanup()) {
            DemoPage page = cleanup.add(DemoPage.start());
            Future<List<JSONObject>> told =
                    Executors.newSingleThreadExecutor().submit(() -> DemoPageTest.events(page.url()));

            assertThat(new Demo(cleanup, System.out, page, Duration.ZERO).run()).isTrue();
            page.close();
            return told.get(1, TimeUnit.MINUTES);
        }
    }

    private static List<String> of(List<JSONObject> events, String kind, String name) {
        return events.stream()
                .filter(event -> event.getString("kind").equals(kind))
                .map(event -> event.getString(name))
                .toList();
    }

    @Test
    void eachAnswerIsASquareOfTheSlotThatGaveItAndRedOnlyWhereAUserGotAnError() throws Exception {
        List<JSONObject> events = run();

        List<JSONObject> answers = events.stream()
                .filter(event -> event.getString("kind").equals("answer"))
                .toList();
        assertThat(answers.stream()
                        .map(each ->
                                each.getString("colour") + ": " + each.getInt("status") + " by " + each.getString("by"))
                        .distinct())
                .containsExactlyInAnyOrder(
                        "blue: 200 by version 1, blue slot",
                        "green: 200 by version 2, green slot",
                        "red: 500 by version 4, blue slot");
        assertThat(sequence(of(events, "answer", "colour"))).startsWith("blue", "green", "red", "green", "blue");
        Matcher counted = Pattern.compile("(\\d+) requests sent, (\\d+) failed\\.")
                .matcher(String.join("\n", of(events, "line", "text")));
        assertThat(counted.find()).isTrue();
        assertThat(answers).hasSize(Integer.parseInt(counted.group(1)));
        assertThat(of(events, "answer", "colour"))
                .filteredOn("red"::equals)
                .hasSize(Integer.parseInt(counted.group(2)));
        assertThat(of(events, "scene", "title"))
                .extracting(title -> title.substring(0, 2))
                .containsExactly("1.", "2.", "3.", "4.", "5.", "Wh");
        assertThat(of(events, "end", "title")).containsExactly("All as it should be");
        slotsAreShown(events.stream()
                .filter(event -> event.getString("kind").equals("slots"))
                .toList());
    }

    /** Each colour as it came first; around a switch, answers of both slots may come in any order for a moment. */
    private static List<String> sequence(List<String> colours) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i + STEADY <= colours.size(); i++) {
            List<String> some = colours.subList(i, i + STEADY);
            if (some.stream().distinct().count() == 1
                    && (seen.isEmpty() || !seen.get(seen.size() - 1).equals(some.get(0)))) {
                seen.add(some.get(0));
            }
        }
        return seen;
    }

    private static void slotsAreShown(List<JSONObject> shown) {
        assertThat(shown.stream().map(DemoPageIT::slots).distinct())
                .containsSubsequence(
                        "blue version-1 starts, green  empty",
                        "blue version-1 serves, green  empty",
                        "blue version-1 serves, green version-2 starts",
                        "blue version-1 is being left, green version-2 serves",
                        "blue  empty, green version-2 serves",
                        "blue version-3 starts, green version-2 serves",
                        "blue version-4 starts, green version-2 serves",
                        "blue version-4 serves, green version-2 is being left");
        assertThat(slots(shown.get(shown.size() - 1))).isEqualTo("blue version-1 serves, green  empty");
    }

    private static String slots(JSONObject shown) {
        return slot(shown, "blue") + ", " + slot(shown, "green");
    }

    private static String slot(JSONObject shown, String name) {
        JSONObject slot = shown.getJSONObject(name);
        return name + " " + slot.getString("release") + " " + slot.getString("does");
    }
}
