package io.jenkins.plugins.bluegreen.deploy.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Instant AT = Instant.parse("2026-02-03T04:05:06.789Z");

    private static Journal journal(Optional<Left> left) {
        return new Journal(
                "shop",
                "d1",
                "r1",
                Slot.GREEN,
                Journal.Phase.RETIRE,
                "ann release=x slot=blue owner=bob",
                left,
                HookMarks.NONE);
    }

    /** The clock of one agent goes ahead of another's. */
    @Test
    void whatStandsLaterIsNewerWhateverTheClocksSay() {
        History ahead = new History(true, AT.plusSeconds(600), "r1", Slot.BLUE, false);
        History behind = new History(true, AT, "r2", Slot.GREEN, false);
        History next = new History(true, AT.plusSeconds(700), "r3", Slot.BLUE, false);
        assertThat(History.inOrder(List.of(ahead, behind, next)))
                .extracting(History::release, History::at)
                .containsExactly(
                        tuple("r1", AT.plusSeconds(600)),
                        tuple("r2", AT.plusSeconds(600).plusNanos(1)),
                        tuple("r3", AT.plusSeconds(700)));
    }

    @Test
    void readsWhatItWrote() {
        assertThat(History.read(History.line(true, journal(Optional.empty()), AT)))
                .contains(new History(true, AT, "r1", Slot.GREEN, false));
        assertThat(History.read(History.line(false, journal(Optional.of(new Left("r2", true))), AT)))
                .contains(new History(false, AT, "r1", Slot.GREEN, true));
        assertThat(History.read(History.line(true, journal(Optional.of(new Left("", false))), AT)))
                .contains(new History(true, AT, "r1", Slot.GREEN, true));
    }

    @Test
    void takesNothingForALineThatIsNone() {
        assertThat(History.read("")).isEmpty();
        assertThat(History.read("deployed at=yesterday application=shop deployment=d release=r slot=blue owner=x"))
                .isEmpty();
        assertThat(History.read("deployed release=r slot=blue owner=x")).isEmpty();
    }
}
