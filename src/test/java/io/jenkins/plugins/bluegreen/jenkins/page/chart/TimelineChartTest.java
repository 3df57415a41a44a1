package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.page.Drawn;
import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport.Status;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineChartTest {

    private static final String HOSTILE = "\"><script>alert(1)</script>'&\u0000";

    private static Drawn drawn(List<StepReport> steps, Traffic traffic) throws Exception {
        return new Drawn(TimelineChart.of(Records.of(42, State.DEPLOYED, steps, traffic)));
    }

    @Test
    void whereNothingIsKnownThereIsNoPicture() {
        assertThat(TimelineChart.of(Records.of(42, State.RUNNING, List.of(), Traffic.NONE)))
                .isEmpty();
    }

    @Test
    void eachStepOnEachHostHasABarWhereItWas() throws Exception {
        Drawn drawn = drawn(
                List.of(
                        Records.step("deploy@web1", "start green", 0, 3, Status.DONE),
                        Records.step("deploy@web2", "start green", 0, 7.5, Status.DONE),
                        Records.step("", "prove that requests reach green", 7.5, 7.5, Status.FAILED)),
                Traffic.NONE);

        assertThat(drawn.of("bgd-bar")).extracting(bar -> Drawn.place(bar, "x")).containsExactly(0.0, 0.0, 50.0);
        assertThat(drawn.of("bgd-bar"))
                .extracting(bar -> Drawn.place(bar, "width"))
                .containsExactly(20.0, 50.0, 50.0);
        assertThat(drawn.of("bgd-bar--failed")).hasSize(1);
        assertThat(drawn.texts("bgd-chart__host")).containsExactly("web1", "web2");
        assertThat(drawn.texts("bgd-chart__label")).containsExactly("3 s", "7.5 s", "failed, 7.5 s");
        assertThat(drawn.texts("bgd-bar").get(0)).isEqualTo("start green on deploy@web1\ndone, 3 s");
    }

    /** On the left stand the names of the steps. */
    @Test
    void howLongAStepTookIsSaidWithinThePicture() throws Exception {
        Drawn drawn = drawn(
                List.of(
                        Records.step("", "start green", 0, 3, Status.DONE),
                        Records.step("", "observe green", 5, 10, Status.DONE),
                        Records.step("", "ship", 0, 15, Status.RUNNING)),
                Traffic.NONE);

        assertThat(drawn.of("bgd-chart__label"))
                .extracting(label -> Drawn.place(label, "x"))
                .containsExactly(100.0, 20.0, 33.33);
        assertThat(drawn.of("bgd-chart__label"))
                .extracting(label -> label.getAttribute("dx"))
                .containsExactly("-6", "6", "-6");
    }

    @Test
    void theTrafficStandsOnTheSameAxis() throws Exception {
        Drawn drawn = drawn(List.of(Records.step("web1", "start green", 0, 20, Status.DONE)), Records.traffic(10, 100));

        assertThat(drawn.of("bgd-traffic--blue")).hasSize(1);
        assertThat(drawn.of("bgd-traffic--green")).hasSize(1);
        assertThat(drawn.of("bgd-traffic--failed")).isEmpty();
        // The slowest of all, 7 ms, stands at the top.
        assertThat(drawn.of("bgd-traffic__line").get(0).getAttribute("d"))
                .startsWith("M0.3 29.57H0.7L1.5 22.43L2.5 15.29L3.5 8.14L4.5 1L5.5 29.57");
        assertThat(drawn.of("bgd-mark"))
                .extracting(mark -> Drawn.place(mark, "x1"))
                .containsExactly(75.0, 75.5, 77.0);
        assertThat(drawn.of("bgd-chart__hover")).hasSize(100);
        assertThat(drawn.texts("bgd-chart__hover").get(0)).isEqualTo("at 10 s: 4 from blue; slowest 3 ms");
    }

    @Test
    void noMarkGoesThroughWhatStandsBesideABar() {
        String chart = TimelineChart.of(Records.of(
                42,
                State.DEPLOYED,
                List.of(Records.step("web1", "start green", 0, 14.9, Status.DONE)),
                Records.traffic(10, 100)));

        assertThat(chart.lastIndexOf("class=\"bgd-mark\"")).isBetween(1, chart.indexOf("class=\"bgd-bar "));
    }

    @Test
    void oneSpanAloneIsSeen() throws Exception {
        Traffic one = new Traffic(
                Records.seconds(3), List.of(new Span(0, Map.of("", 1), 1, 1, Duration.ofMillis(5))), List.of());

        Drawn drawn = drawn(List.of(), one);

        assertThat(drawn.of("bgd-traffic--untold")).hasSize(1);
        assertThat(drawn.of("bgd-traffic--failed")).hasSize(1);
        assertThat(drawn.texts("bgd-chart__hover"))
                .containsExactly("at 3 s: 1 answered, 1 turned away by a limit, 1 failed; slowest 5 ms");
    }

    @Test
    void whereAllFailsThereIsNoLineOfAnswers() throws Exception {
        Traffic failed =
                new Traffic(Records.seconds(0), List.of(new Span(0, Map.of(), 3, 0, Duration.ZERO)), List.of());

        assertThat(drawn(List.of(), failed).of("bgd-traffic__line").get(0).getAttribute("d"))
                .isEmpty();
    }

    @Test
    void whatHostsSayStaysText() throws Exception {
        StepReport step = new StepReport(
                HOSTILE, HOSTILE, Records.seconds(0), Duration.ofSeconds(1), Status.FAILED, HOSTILE.repeat(1000));
        Traffic traffic = new Traffic(
                Records.seconds(0), List.of(new Span(0, Map.of(HOSTILE, 1), 0, 0, Duration.ofMillis(1))), List.of());

        assertThat(TimelineChart.of(Records.of(42, State.UNDONE, List.of(step), traffic)))
                .doesNotContain("<script")
                .hasSizeLessThan(5_000);
        drawn(List.of(step), traffic);
    }

    @Test
    void hoursAreDrawnInAFewHundredColumns() throws Exception {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 6 * 36_000; i += 7) {
            spans.add(new Span(i, Map.of("41", 1), i == 70_000 ? 1 : 0, 0, Duration.ofMillis(4)));
        }
        Traffic traffic = new Traffic(Records.seconds(1), spans, List.of());

        Drawn drawn = drawn(List.of(), traffic);

        assertThat(drawn.of("bgd-chart__hover")).hasSizeBetween(20, 200);
        assertThat(drawn.of("bgd-chart__tick")).hasSizeBetween(3, 10);
        assertThat(drawn.of("bgd-traffic--failed")).hasSize(1);
        assertThat(drawn.texts("bgd-chart__tick")).contains("1 h", "5 h");
    }

    @Test
    void timesThatCannotBeAreDrawnToo() throws Exception {
        drawn(
                List.of(
                        new StepReport("a", "b", Records.BEGUN, Duration.ofDays(100_000), Status.DONE, ""),
                        new StepReport("a", "c", Records.BEGUN, Duration.ofSeconds(-5), Status.DONE, ""),
                        new StepReport("a", "d", Instant.EPOCH, Duration.ZERO, Status.STUCK, "")),
                Records.traffic(-1e6, 3));
        drawn(List.of(Records.step("a", "b", 0, 0, Status.DONE)), Traffic.NONE);
    }

    /** Steps are timed by the agent, the whole by Jenkins; their clocks may differ by hours. */
    @Test
    void anotherClockOfTheAgentLeavesThePictureAsItIs() throws Exception {
        Drawn drawn = drawn(List.of(Records.step("web1", "start green", -7200, 7.5, Status.DONE)), Traffic.NONE);

        assertThat(Drawn.place(drawn.of("bgd-bar").get(0), "x")).isZero();
        assertThat(Drawn.place(drawn.of("bgd-bar").get(0), "width")).isEqualTo(50);
    }

    @Test
    void aStepThatIsUnderWayLastsUntilNow() {
        DeploymentRecord record = Records.of(
                42,
                State.RUNNING,
                List.of(
                        Records.step("web1", "connect", 0, 1, Status.DONE),
                        Records.step("web1", "start green", 1, 0, Status.RUNNING)),
                Traffic.NONE);

        assertThat(TimelineChart.now(record).steps().get(1).took()).isEqualTo(Duration.ofSeconds(14));
        assertThat(record.ending().took()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void releasesAreInTheColourOfTheirSlot() {
        Traffic traffic = new Traffic(
                Records.BEGUN,
                List.of(new Span(0, Map.of("41", 5, "42", 3, "17", 2, "", 1), 4, 6, Duration.ofMillis(9))),
                List.of());

        assertThat(TimelineChart.columns(Records.of(42, State.DEPLOYED, List.of(), traffic))
                        .all())
                .containsExactly(new Columns.Column(0, 5, 3, 3, 4, 6, Duration.ofMillis(9)));
    }

    @Test
    void theSameReleaseInBothSlotsIsInNeitherColour() {
        DeploymentRecord record = Records.of(42, State.DEPLOYED, List.of(), Records.traffic(0, 4));
        DeploymentRecord again = new DeploymentRecord(
                record.id(),
                new Subject(
                        "shop",
                        "42",
                        "42",
                        List.of(),
                        record.subject().to(),
                        record.subject().slots()),
                record.origin(),
                new Ending(State.DEPLOYED, Records.BEGUN, Duration.ofSeconds(1), "", "", ""),
                List.of(),
                record.availability());

        assertThat(TimelineChart.columns(again).all())
                .allSatisfy(column -> assertThat(column.untold()).isEqualTo(4));
    }

    @Test
    void columnsLoseNothing() {
        Columns columns = TimelineChart.columns(Records.of(42, State.DEPLOYED, List.of(), Records.traffic(0, 5_000)));

        assertThat(columns.all()).hasSizeLessThanOrEqualTo(200);
        assertThat(columns.all().stream().mapToInt(Columns.Column::asked).sum()).isEqualTo(20_000);
    }
}
