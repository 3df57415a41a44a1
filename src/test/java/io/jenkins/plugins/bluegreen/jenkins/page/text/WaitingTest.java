package io.jenkins.plugins.bluegreen.jenkins.page.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final When WHEN = new When(Locale.UK, ZoneOffset.UTC);
    private static final Instant END = Instant.parse("2026-11-28T18:03:00Z");

    private static Summary left(State state) {
        Summary like = Records.summary(42, state);
        return new Summary(
                like.id(),
                like.subject().with(like.subject().slots().standingBy(END)),
                like.origin(),
                like.ending(),
                0,
                0,
                Duration.ZERO);
    }

    private static String held(Due due, String why, int minute) {
        return new Waiting(left(State.HELD), due, why, false).held(WHEN, END.plus(Duration.ofMinutes(minute)));
    }

    private static String at(Duration after) {
        return WHEN.shown(END.plus(after));
    }

    @Test
    void whatIsHeldSaysWhatBecomesOfIt() {
        String end = at(Duration.ZERO);
        assertThat(held(null, "", -1))
                .isEqualTo("Release 42 is held on green until " + end + ": promote or discard it.");
        Due due = Due.promotion();
        assertThat(held(due, "", -1)).endsWith("promote or discard it, or Jenkins promotes it then.");
        assertThat(held(due, "", 0)).contains(" until " + end).endsWith("Jenkins is about to promote it.");
        assertThat(held(due, "The agent is away.", 29))
                .contains("but could not be promoted yet: The agent is away. Jenkins tries again until "
                        + at(Duration.ofMinutes(30)));
        assertThat(held(due, "The agent is away.", 30))
                .contains(
                        "but was not promoted: The agent is away. Its hosts discard it at " + at(Duration.ofHours(1)));
        assertThat(held(due, "", 30)).contains("but was not promoted: Jenkins was not there at that time.");
    }

    /** The first one of all its hosts do not discard, and Jenkins does not hear of what they do. */
    @Test
    void afterThatItMayBeThereStill() {
        assertThat(held(null, "", 0))
                .isEqualTo("Release 42 was held on green until " + at(Duration.ZERO)
                        + ". Its hosts discard it then, but not where nothing else serves: promote or discard it, if it"
                        + " is there still.");
        assertThat(held(Due.promotion(), "No.", 60))
                .startsWith("Release 42 was held on green until " + at(Duration.ofHours(1)));
    }

    @Test
    void itIsHeldUntilItsHostsDiscardIt() {
        Waiting discarded = new Waiting(left(State.HELD), null, "", false);
        assertThat(discarded.isHeld(END.minusMillis(1))).isTrue();
        assertThat(discarded.isHeld(END)).isFalse();
        Waiting promoted = new Waiting(left(State.HELD), Due.promotion(), "", false);
        assertThat(promoted.isHeld(END.plus(Duration.ofMinutes(59)))).isTrue();
        assertThat(promoted.isHeld(END.plus(Duration.ofMinutes(60)))).isFalse();
    }

    @Test
    void aCanarySaysWhenItIsTakenBack() {
        Summary left = left(State.STUCK);
        Due due = Due.settling(Duration.ofHours(2));
        Instant at = due.at(left);
        assertThat(new Waiting(left, due, "", false).canary(WHEN, at.minusSeconds(1)))
                .isEqualTo("Jenkins leads all clients back at " + WHEN.shown(at) + ", if nobody deploys before.");
        assertThat(new Waiting(left, due, "No.", false).canary(WHEN, at))
                .isEqualTo("Jenkins could not lead all clients back yet: No. It tries again until "
                        + WHEN.shown(at.plus(Duration.ofDays(1))) + ".");
        assertThat(new Waiting(left, due, "No.", false).canary(WHEN, at.plus(Duration.ofDays(1))))
                .isEqualTo("Jenkins did not lead all clients back: No. The next deployment does.");
    }
}
