package io.jenkins.plugins.bluegreen.jenkins.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.util.List;
import java.util.concurrent.Callable;
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

    private PlanFactory factory(Undertaking work) {
        return new PlanFactory(work.settings(), entry, HostCatalog.EMPTY, UnaryOperator.identity(), name -> null);
    }

    private Errand begun(Undertaking work) throws Exception {
        return work.errand(factory(work), null, UnaryOperator.identity());
    }

    /** It would look like a net under the deployment, and hold nothing. */
    @Test
    void failedRequestsAreNotLimitedWhereNobodyCountsThem() throws Exception {
        DeploySettings deployment = new DeploySettings();
        deployment.setMaxFailedRequests(0);
        promotion.setMaxFailedRequests(0);
        for (Undertaking work : new Undertaking[] {new ShipArtifact(deployment), new PromoteHeld(promotion)}) {
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
        promotion.setMaxFailedRequests(null);
        assertThat(begun(new PromoteHeld(promotion))).isNotNull();
    }

    /** That of the application is for the jobs that measure, and a promotion may lack the front door of its deployment. */
    @Test
    void theLimitOfTheApplicationIsLeftOutWhereNobodyCounts() throws Exception {
        PromoteHeld work = new PromoteHeld(promotion);
        assertThat(begun(work)).isNotNull();
        assertThat(factory(work).uncounted())
                .contains(
                        "maxFailedRequests is 0, but frontDoor is not set, so that no request is made that could fail;"
                                + " the limit of the application is left out here.");

        entry.setFrontDoor("https://shop.example.com/");
        assertThat(factory(work).uncounted()).isEmpty();
        promotion.setMeasureEvery("0");
        assertThat(begun(work)).isNotNull();
        assertThat(factory(work).uncounted())
                .contains(
                        "maxFailedRequests is 0, but measureEvery is 0, so that no request is made that could fail; the"
                                + " limit of the application is left out here.");
    }

    /** Whoever is in trouble is not to learn of it then. */
    @Test
    void nobodyIsKeptFromGoingBackByThat() throws Exception {
        assertThat(begun(new GoBack(new RollbackSettings()))).isNotNull();
        assertThat(begun(new DiscardHeld(new DiscardSettings()))).isNotNull();
    }

    /** Nor by an application that has come to the same ports. */
    @Test
    void onlyWhatShipsIsAskedForItsPorts() {
        assertThat(new ShipArtifact(new DeploySettings()).ships()).isTrue();
        assertThat(new PromoteHeld(promotion).ships()).isFalse();
        assertThat(new DiscardHeld(new DiscardSettings()).ships()).isFalse();
        assertThat(new GoBack(new RollbackSettings()).ships()).isFalse();
    }

    /** Whoever names none means what the same build has held; a button names the one that its page showed. */
    @Test
    void itIsCertainWhichReleaseIsMeant() throws Exception {
        DiscardSettings discard = new DiscardSettings();
        Errand first = new PromoteHeld(promotion, Origin.Kind.HELD_BY_HAND, "shop-41-aaaaaa").takenUp();
        Errand discarded = new DiscardHeld(discard, Origin.Kind.HELD_BY_HAND, "shop-41-aaaaaa").takenUp();
        Errand byABuild = new DiscardHeld(discard, Origin.Kind.DEPLOYMENT, "shop-41-aaaaaa").takenUp();
        assertThat(new PromoteHeld(new PromoteSettings()).takenUp().meaning(List.of("shop-41-aaaaaa")))
                .isEqualTo(first);
        assertThat(begun(new DiscardHeld(discard)).meaning(List.of("shop-41-aaaaaa")))
                .isEqualTo(byABuild);
        assertThat(first.meaning(List.of("shop-42-bbbbbb"))).isEqualTo(first);
        assertThat(discarded.meaning(List.of("shop-42-bbbbbb"))).isEqualTo(discarded);

        assertThat(discarded.meaning(List.of())).isEqualTo(discarded);
        assertThat(new DiscardHeld(discard).takenUp().meaning(List.of("shop-41-aaaaaa", "shop-41-bbbbbb")))
                .isNotEqualTo(byABuild);

        discard.setRelease("42");
        Errand named = begun(new DiscardHeld(discard));
        assertThat(named).isEqualTo(new DiscardHeld(discard).takenUp()).isNotEqualTo(discarded);
        assertThat(named.meaning(List.of("shop-41-aaaaaa"))).isEqualTo(named);
        discard.setRelease("../42");
        assertThatThrownBy(() -> begun(new DiscardHeld(discard))).isInstanceOf(PlanException.class);
    }

    /** Of a release that may be any, a variable that has no value is an empty field; of one that was approved, it is none. */
    @Test
    void aVariableWithoutAValueMeansNoneOrIsRefused() throws Exception {
        RollbackSettings back = new RollbackSettings();
        back.setRelease("$RELEASE");
        assertThat(back.wanted(name -> " ")).isEmpty();
        assertThat(back.wanted(name -> "r41")).map(WantedRelease::name).contains("r41");
        StatusSettings status = new StatusSettings();
        status.setExpect("$RELEASE");
        assertThat(status.expected(name -> "")).isEmpty();

        promotion.setRelease("$RELEASE");
        DiscardSettings discard = new DiscardSettings();
        discard.setRelease("$RELEASE");
        for (Callable<?> wanted :
                List.<Callable<?>>of(() -> promotion.wanted(name -> " "), () -> discard.wanted(name -> ""))) {
            assertThatThrownBy(wanted::call)
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "release is '$RELEASE', of which nothing is left when its variables are replaced; give them"
                                    + " a value, or leave release empty for the one that the build holds, or whichever is held.");
        }
        assertThat(new PromoteSettings().wanted(name -> "")).isEmpty();
    }

    /** The page asks before, and a build does not know what has died meanwhile. */
    @Test
    void onlyWhoPressesAButtonDiscardsWhatMayBeAllThatAnswers() {
        assertThat(new DiscardHeld(new DiscardSettings()).takenUp()).asString().contains("last=STAYS");
        assertThat(new DiscardHeld(new DiscardSettings(), Origin.Kind.HELD_BY_HAND, "").takenUp())
                .asString()
                .contains("last=GOES");
    }

    /** It says what was deployed, and whoever presses a button means what is held. */
    @Test
    void whoPressesAButtonMeansNoReleaseByItsName() {
        DeploySettings held = new DeploySettings();
        held.setRelease("r41");
        assertThat(new Given(held).promotion().getRelease()).isNull();
        assertThat(new Given(held).discard().getRelease()).isNull();
    }
}
