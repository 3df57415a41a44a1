package io.jenkins.plugins.bluegreen.deploy.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.Slot;
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
                    "shop", "d1", "r1", Slot.GREEN, Journal.Phase.SWITCH, "ann", Optional.of(new Left("r2", bad)));
            assertThat(Journal.read(rollback.text().lines().toList())).contains(rollback);
            assertThat(rollback.in(Journal.Phase.RETIRE).left()).contains(new Left("r2", bad));
        }
    }

    @Test
    void takesNothingForAJournalThatIsNone() {
        assertThat(Journal.read(List.of())).isEmpty();
        assertThat(Journal.read(List.of("slot=purple", "phase=switch"))).isEmpty();
    }
}
