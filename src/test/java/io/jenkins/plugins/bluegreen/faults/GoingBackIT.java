package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A rollback by SSH. */
@Extent.InPart
class GoingBackIT {

    @Test
    void losesNoRequestAndSendsNothing() throws Exception {
        try (FarHost host = FarHost.withFlag()) {
            for (int i = 1; i <= 2; i++) {
                assertThat(host.deploy(host.artifact(i)).deployed()).isTrue();
            }
            List<String> said = new CopyOnWriteArrayList<>();
            try (Traffic traffic = Traffic.to(host.nginx.url(), 50)) {
                Outcome outcome = host.goBack(said);

                assertThat(outcome.deployed())
                        .as(outcome.sentence() + outcome.evidence())
                        .isTrue();
                assertThat(outcome.releaseId()).isEqualTo("r1");
                assertThat(outcome.live()).isEqualTo(Slot.BLUE);
                assertThat(outcome.availability().failed()).isZero();
                assertThat(traffic.stop().failures()).isEmpty();
            }
            assertThat(host.wrongNow()).isEmpty();
            assertThat(host.directory().resolve("releases/r2/.bad")).exists();
        }
    }
}
