package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.page.Drawn;
import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryChartTest {

    private static List<Summary> newestFirst(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Records.summary(100 + count - i, State.DEPLOYED))
                .toList();
    }

    @Test
    void whereNothingHasEndedThereIsNoPicture() {
        assertThat(HistoryChart.of(List.of())).isEmpty();
        assertThat(HistoryChart.of(List.of(Records.summary(42, State.RUNNING)))).isEmpty();
    }

    @Test
    void theOldestStandsAtTheLeft() throws Exception {
        Drawn drawn = new Drawn(
                HistoryChart.of(List.of(Records.summary(43, State.UNDONE), Records.summary(42, State.DEPLOYED))));

        assertThat(drawn.texts("bgd-chart__hover"))
                .containsExactly(
                        "Release 42 went live on green.\n15 s\nnot measured",
                        "Release 43 was not deployed. Release 42 serves as before.\n15 s\nnot measured");
        assertThat(drawn.of("bgd-bar--undone")).hasSize(1);
        assertThat(drawn.of("bgd-bar--lost")).isEmpty();
    }

    @Test
    void whatUsersLostIsSeen() throws Exception {
        Traffic failed = new Traffic(
                Records.BEGUN, List.of(new Span(0, Map.of("41", 9), 1, 0, Duration.ofMillis(2))), List.of());

        Drawn drawn = new Drawn(HistoryChart.of(
                List.of(Records.of(42, State.DEPLOYED, List.of(), failed).summary())));

        assertThat(drawn.of("bgd-bar--lost")).hasSize(2);
        assertThat(drawn.texts("bgd-chart__hover").get(0)).endsWith("1 of 10 requests failed, downtime 140 ms");
    }

    @Test
    void noMoreThanFiftyAreShown() throws Exception {
        Drawn drawn = new Drawn(HistoryChart.of(newestFirst(200)));

        assertThat(drawn.of("bgd-chart__hover")).hasSize(50);
        assertThat(drawn.texts("bgd-chart__hover").get(49)).startsWith("Release 300 ");
    }
}
