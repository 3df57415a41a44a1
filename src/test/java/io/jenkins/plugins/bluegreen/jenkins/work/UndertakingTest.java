package io.jenkins.plugins.bluegreen.jenkins.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is refused of what a job says before anything begins. */
class UndertakingTest {

    private final DeploySettings entry = new DeploySettings();
    private final PromoteSettings promotion = new PromoteSettings();

    UndertakingTest() {
        entry.setApplication("shop");
        entry.setMaxFailedRequests(0);
    }

    private Errand begun(Undertaking work) throws Exception {
        PlanFactory factory =
                new PlanFactory(work.settings(), entry, HostCatalog.EMPTY, UnaryOperator.identity(), name -> null);
        return work.errand(factory, null, UnaryOperator.identity());
    }

    /** It would look like a net under the deployment, and hold nothing. */
    @Test
    void failedRequestsAreNotLimitedWhereNobodyCountsThem() throws Exception {
        for (Undertaking work :
                new Undertaking[] {new ShipArtifact(new DeploySettings()), new PromoteHeld(promotion)}) {
            assertThatThrownBy(() -> begun(work))
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "maxFailedRequests is 0, but frontDoor is not set, so that no request is made that could"
                                    + " fail; give frontDoor in the job, or for application 'shop' in the global configuration,"
                                    + " or leave maxFailedRequests out.");
        }

        promotion.setFrontDoor("https://shop.example.com/");
        assertThat(begun(new PromoteHeld(promotion))).isNotNull();
        promotion.setMeasureEvery("0");
        assertThatThrownBy(() -> begun(new PromoteHeld(promotion)))
                .isInstanceOf(PlanException.class)
                .hasMessage("maxFailedRequests is 0, but measureEvery is 0, so that no request is made that could fail;"
                        + " give measureEvery a time, such as 400ms, or leave maxFailedRequests out.");
        entry.setMaxFailedRequests(null);
        assertThat(begun(new PromoteHeld(promotion))).isNotNull();
    }

    /** Whoever is in trouble is not to learn of it then. */
    @Test
    void nobodyIsKeptFromGoingBackByThat() throws Exception {
        assertThat(begun(new GoBack(new RollbackSettings()))).isNotNull();
        assertThat(begun(new DiscardHeld(new DiscardSettings()))).isNotNull();
    }
}
