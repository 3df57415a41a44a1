package io.jenkins.plugins.bluegreen.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.record.Due.Try;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueTest {

    private static final Instant END = Instant.parse("2026-11-29T14:00:00Z");

    private static Summary held() {
        SlotChange slots = new SlotChange(null, 0, null, 0).standingBy(END);
        return new Summary(
                "d2",
                new Subject("shop", "r2", "", List.of("web1"), null, slots),
                Origin.of("shop"),
                new Ending(State.HELD, END.minusSeconds(100), Duration.ofSeconds(10), "", "", ""),
                0,
                0,
                Duration.ZERO);
    }

    private static boolean at(Due due, int minute) {
        return due.now(held(), END.plus(Duration.ofMinutes(minute)));
    }

    @Test
    void whatIsHeldIsPromotedWhenItsTimeIsOverAndNotForEver() {
        Due due = Due.promotion();
        assertThat(due.now(held(), END.minusMillis(1))).isFalse();
        assertThat(at(due, 0)).isTrue();
        assertThat(at(due, 29)).isTrue();
        assertThat(at(due, 30)).isFalse();
        assertThat(due.until(held())).isEqualTo(END.plus(Duration.ofMinutes(30)));
    }

    @Test
    void whatFailedIsTriedAgainAfterFiveMinutesAndThenEverLater() {
        Due first = Due.promotion().tried(new Try(END, "d3", ""));
        assertThat(at(first, 4)).isFalse();
        assertThat(at(first, 5)).isTrue();
        Due later = first.tried(new Try(END.plus(Duration.ofMinutes(10)), "d4", ""));
        assertThat(at(later, 19)).isFalse();
        assertThat(at(later, 20)).isTrue();
    }

    /** The first try was late, since the agent had been away until then. */
    @Test
    void whatWasTriedLateIsTriedAgainAsLongAsThatCanBe() {
        Due late = Due.promotion().tried(new Try(END.plus(Duration.ofMinutes(16)), "d3", ""));
        assertThat(at(late, 25)).isFalse();
        assertThat(at(late, 26)).isTrue();
    }

    /** Such as where the agent is away: nothing of it stays in the history. */
    @Test
    void whatCouldNotBeginIsTriedWheneverSomebodyLooks() {
        Due due = Due.promotion().tried(new Try(END, "", "The agent is away."));
        assertThat(at(due, 1)).isTrue();
        assertThat(at(due, 30)).isFalse();
    }

    @Test
    void whatIsSettledIsDueSoLongAfterTheEnd() {
        Due due = Due.settling(Duration.ofHours(1));
        assertThat(due.at(held())).isEqualTo(END.minusSeconds(90).plus(Duration.ofHours(1)));
        assertThat(due.isFor(State.STUCK)).isTrue();
        assertThat(due.isFor(State.CUT_OFF)).isTrue();
        assertThat(due.isFor(State.HELD)).isFalse();
        assertThat(Due.promotion().isFor(State.HELD)).isTrue();
        assertThat(Due.promotion().isFor(State.SETTLED)).isFalse();
    }

    @Test
    void isReadAsItWasWritten() {
        for (Due due : List.of(
                Due.promotion(),
                Due.settling(Duration.ofMinutes(90)),
                Due.promotion().tried(new Try(END, "d3", "")),
                Due.promotion().tried(new Try(END, "", "The \"agent\" is away.")))) {
            assertThat(Due.of(due.text())).contains(due);
        }
        for (String other : List.of("", "{}", "[]", "{\"what\":\"DANCE\"}")) {
            assertThat(Due.of(other)).isEmpty();
        }
    }
}
