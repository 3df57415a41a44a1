package io.jenkins.plugins.bluegreen.jenkins.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.Rolling;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StrategyConfig;
import org.junit.jupiter.api.Test;

/** What a deployment was given, for those who deal with the same application without its build. */
class GivenTest {

    private final DeploySettings settings = new DeploySettings();
    private final Given given = new Given(settings);

    @Test
    void remembersWhatBecameOfTexts() {
        given.expanding(text -> text.replace("${BUILD_NUMBER}", "42")).apply("r${BUILD_NUMBER}");

        assertThat(given.expanded("r${BUILD_NUMBER}")).isEqualTo("r42");
        assertThat(given.expanded("${OTHER}")).isEqualTo("${OTHER}");
    }

    @Test
    void tellsWhatBecameOfThemToWhoeverAskedFirst() {
        assertThat(given.expanding(text -> text + "!").apply("a")).isEqualTo("a!");
        assertThat(given.asking(name -> null).apply("NONE")).isNull();
    }

    @Test
    void goesBackToTheReleaseThatIsWantedAndToNoOther() {
        settings.setApplication("shop");
        settings.setHosts("web1 web2");
        settings.setRelease("r42");
        settings.setFrontDoor("http://shop/");

        RollbackSettings newest = given.rollback("", true);
        assertThat(newest.getRelease()).isNull();
        assertThat(newest.getMarkBad()).isTrue();
        RollbackSettings chosen = given.rollback("r41", false);
        assertThat(chosen.getRelease()).isEqualTo("r41");
        assertThat(chosen.getMarkBad()).isFalse();
        assertThat(chosen.getApplication()).isEqualTo("shop");
        assertThat(chosen.getHosts()).isEqualTo("web1 web2");
        assertThat(chosen.getFrontDoor()).isEqualTo("http://shop/");
        assertThat(given.status().getHosts()).isEqualTo("web1 web2");
    }

    /** All users at once would be what nobody asked for. */
    @Test
    void promotesByTheStrategyThatTheReleaseWasHeldWithAndGoesBackAllAtOnce() {
        settings.setApplication("shop");
        settings.setHosts("web1 web2");
        settings.setBluePort(8080);
        settings.setGreenPort(8081);
        settings.setDeployDirectory("/srv/shop");
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        settings.setRouter(nginx);
        RollingSettings rolling = new RollingSettings();
        rolling.setPause("1m");
        settings.setStrategy(rolling);

        assertThat(strategy(new PromoteHeld(given.promotion()))).isEqualTo(Rolling.of(null, "1m"));
        assertThat(strategy(new SettleLeft(given.promotion(), "shop-7-0a1b2c"))).isEqualTo(new AllAtOnce());
        assertThat(strategy(new GoBack(given.rollback("", true)))).isEqualTo(new AllAtOnce());
        assertThat(strategy(new DiscardHeld(given.discard()))).isEqualTo(new AllAtOnce());
    }

    private static StrategyConfig strategy(Undertaking work) {
        PlanFactory factory = new PlanFactory(work.settings(), HostCatalog.EMPTY);
        return work.plan(factory, new Names("shop-8-0a1b2c", ""), new Owner("", "shop #8", "ann"), work.takenUp())
                .strategy();
    }
}
