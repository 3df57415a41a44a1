package io.jenkins.plugins.bluegreen.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport.Status;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.Event;
import io.jenkins.plugins.bluegreen.record.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveProgressTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> heard = new ArrayList<>();
    private final LiveProgress progress = new LiveProgress(console(), out, Mask.of(List.of("hunter2")));

    private Silence console() {
        return new Silence() {
            @Override
            public void begin(String host, String step) {
                heard.add("begin " + host + " " + step);
            }

            @Override
            public void end(String host, String step, Duration took, String detail) {
                heard.add("end " + step + " " + detail);
            }

            @Override
            public void reached(String phase, Slot idle) {
                heard.add(phase);
            }
        };
    }

    private List<Event> events() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(EventJson::of)
                .map(Optional::orElseThrow)
                .toList();
    }

    @Test
    void tellsEachStepAsItBeginsAndEndsWithoutSecrets() {
        progress.begin("app1", "connect");
        progress.end("app1", "connect", Duration.ofMillis(20), "as deploy with hunter2\nand more");
        progress.begin("", "undo: start hunter2");
        progress.failed("", "undo: start hunter2", Duration.ofMillis(30));
        progress.begin("", "undo: ship");
        progress.end("", "undo: ship", Duration.ZERO, null);
        progress.failed("app1", "await healthy", Duration.ZERO);

        List<StepReport> steps = events().stream()
                .map(event -> event instanceof Event.Began began ? began.step() : ((Event.Ended) event).step())
                .toList();
        assertThat(steps)
                .extracting(StepReport::step, StepReport::status, StepReport::detail)
                .containsExactly(
                        tuple("connect", Status.RUNNING, ""),
                        tuple("connect", Status.DONE, "as deploy with ****\nand more"),
                        tuple("undo: start ****", Status.RUNNING, ""),
                        tuple("undo: start ****", Status.STUCK, ""),
                        tuple("undo: ship", Status.RUNNING, ""),
                        tuple("undo: ship", Status.UNDONE, ""),
                        tuple("await healthy", Status.FAILED, ""));
        assertThat(steps.get(1).took()).isEqualTo(Duration.ofMillis(20));
        assertThat(heard).contains("begin app1 connect", "end connect as deploy with hunter2\nand more");
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    @Test
    void tellsHowFarAnUploadHasComeNowAndThen() {
        progress.sent("app1", 1, 100, Duration.ZERO);
        progress.begin("app1", "ship");
        for (int i = 0; i < 10_000; i++) {
            progress.sent("app1", i, 10_000, Duration.ZERO);
        }
        assertThat(events()).hasSizeLessThan(100);
    }

    @Test
    void tellsWhatIsDecidedMarkedAndSettled() {
        progress.chosen("hunter2-r2");
        progress.decided(Slot.BLUE, "hunter2-r1", Slot.GREEN);
        progress.marked(new Mark(Mark.Kind.SWITCHED, Instant.EPOCH));
        progress.cutOffSettled("shop-1-abcdef", "It is undone, since hunter2.");
        progress.reached("switch", Slot.GREEN);
        assertThat(events())
                .containsExactly(
                        new Event.Chosen("****-r2"),
                        new Event.Decided(Slot.BLUE, "****-r1", Slot.GREEN),
                        new Event.Marked(new Mark(Mark.Kind.SWITCHED, Instant.EPOCH)),
                        new Event.Settled("shop-1-abcdef", "It is undone, since ****."));
        assertThat(heard).containsExactly("switch");
    }

    /** The front door may answer, or refuse to, with anything. */
    @Test
    void tellsWhatIsNoticedWithoutSecrets() {
        progress.noticed(noticed("hunter2"));
        assertThat(events()).containsExactly(new Event.Noticed(noticed("****")));
    }

    private static Availability noticed(String name) {
        Traffic traffic = new Traffic(
                Instant.EPOCH, List.of(new Traffic.Span(0, Map.of(name, 1), 0, 0, Duration.ZERO)), List.of());
        return new Availability(2, 1, 0, Duration.ZERO, Duration.ZERO, null, Map.of("no host " + name, 1), traffic);
    }

    @Test
    void goesOnWhereNobodyIsThereAnyMore() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int character) throws IOException {
                throw new IOException("the connection is lost");
            }

            @Override
            public void write(byte[] text, int from, int length) {
                throw new NoClassDefFoundError("not to be had any more");
            }
        };
        new LiveProgress(console(), gone, Mask.NONE).begin("app1", "connect");
        assertThat(heard).containsExactly("begin app1 connect");
    }
}
