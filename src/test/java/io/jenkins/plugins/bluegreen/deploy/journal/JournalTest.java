package io.jenkins.plugins.bluegreen.deploy.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalTest {

    private final Journal journal =
            new Journal("shop", "d1", "r1", Slot.GREEN, Journal.Phase.SWITCH, "shop #1, started by ann = bob");

    @Test
    void readsWhatItWrote() {
        assertThat(Journal.read(journal.text().lines().toList())).contains(journal);
        assertThat(Journal.read(journal.in(Journal.Phase.RETIRE).text().lines().toList()))
                .hasValueSatisfying(read -> assertThat(read.phase()).isEqualTo(Journal.Phase.RETIRE));
    }

    @Test
    void readsWhatARollbackLeaves() {
        for (boolean bad : new boolean[] {true, false}) {
            Journal rollback = new Journal(
                    "shop",
                    "d1",
                    "r1",
                    Slot.GREEN,
                    Journal.Phase.SWITCH,
                    "ann",
                    Optional.of(new Left("r2", bad)),
                    HookMarks.NONE);
            assertThat(Journal.read(rollback.text().lines().toList())).contains(rollback);
            assertThat(rollback.in(Journal.Phase.RETIRE).left()).contains(new Left("r2", bad));
        }
    }

    @Test
    void readsUntilWhenItIsHeld() {
        Instant until = Instant.parse("2026-11-29T18:03:00.250Z");
        Journal held = journal.with(HookMarks.of(List.of(Hook.AFTER_SWITCH))).held(new Journal.Until(until, false));
        assertThat(held.text()).contains("phase=held\n", "until=2026-11-29T18:03:00.250Z\n");
        assertThat(Journal.read(held.text().lines().toList())).contains(held);
        assertThat(held.held()).isTrue();
        assertThat(held.beforeSwitch()).isTrue();
        assertThat(held.promotes()).isFalse();
        assertThat(held.in(Journal.Phase.SWITCH).heldUntil()).isEmpty();
        Journal promoted = journal.held(new Journal.Until(until, true));
        assertThat(promoted.text()).contains("until=2026-11-29T18:03:00.250Z\nends=promote\n");
        assertThat(Journal.read(promoted.text().lines().toList())).contains(promoted);
        assertThat(promoted.promotes()).isTrue();
        Journal promoting = journal.promoting("deployment-2").in(Journal.Phase.RETIRE);
        assertThat(promoting.text()).contains("held=deployment-2\n");
        assertThat(Journal.read(promoting.text().lines().toList())).contains(promoting);
        assertThat(promoting.leading(5).with(HookMarks.NONE).promoted()).contains("deployment-2");
        assertThat(Journal.read(List.of("slot=green", "phase=held", "until=tomorrow")))
                .isEmpty();
    }

    @Test
    void readsHowFarItCameWithItsHooks() {
        HookMarks marks = HookMarks.of(List.of(Hook.BEFORE_START, Hook.AFTER_DEPLOY, Hook.ON_UNDO));
        for (HookMarks each :
                List.of(marks, marks.begun(Hook.BEFORE_START, "ann@app1:2222"), marks.over(Hook.BEFORE_START))) {
            Journal with = journal.with(each);
            assertThat(Journal.read(with.text().lines().toList())).contains(with);
            assertThat(with.in(Journal.Phase.RETIRE).hooks()).isEqualTo(each);
        }
        assertThat(journal.text()).doesNotContain("hook");
    }

    @Test
    void tellsWhichHookMayHaveRunByHalfAndWhichWereLeftOut() {
        HookMarks begun = HookMarks.of(List.of(Hook.BEFORE_START, Hook.AFTER_SWITCH, Hook.AFTER_DEPLOY, Hook.ON_UNDO))
                .begun(Hook.BEFORE_START, "app1");
        assertThat(begun.told(true))
                .isEqualTo(
                        " Its hook beforeStart on app1 was begun and its end was not seen, so it may have run by half;"
                                + " look what it left. Its hooks afterSwitch, afterDeploy were left out.");
        assertThat(begun.over(Hook.BEFORE_START).told(false)).isEqualTo(" Its hook onUndo was left out.");
        assertThat(HookMarks.NONE.told(true)).isEmpty();
    }

    @Test
    void takesNothingForAJournalThatIsNone() {
        assertThat(Journal.read(List.of())).isEmpty();
        assertThat(Journal.read(List.of("slot=purple", "phase=switch"))).isEmpty();
    }
}
