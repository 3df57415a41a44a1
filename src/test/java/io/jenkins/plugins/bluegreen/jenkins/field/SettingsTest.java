package io.jenkins.plugins.bluegreen.jenkins.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.CommandSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SystemdSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.CaddySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.CommandRouterSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.HaproxySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.HttpdSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.AllAtOnceSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.CanarySettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Settings over others, as their properties say it; {@code PlanFactoryTest} shows what comes of it. */
class SettingsTest {

    private static final UnaryOperator<String> EXPAND = text -> "<" + text + ">";

    @Test
    void everyFieldIsAParameter() {
        for (Class<?> type : List.of(
                DeploySettings.class,
                StatusSettings.class,
                RollbackSettings.class,
                PromoteSettings.class,
                DiscardSettings.class,
                HealthCheckSettings.class,
                NginxSettings.class,
                CaddySettings.class,
                HttpdSettings.class,
                HaproxySettings.class,
                CommandRouterSettings.class,
                SessionSettings.class,
                SystemdSettings.class,
                CommandSettings.class,
                AllAtOnceSettings.class,
                RollingSettings.class,
                CanarySettings.class,
                HostSettings.class)) {
            assertThat(SettingsProperty.of(type))
                    .extracting(property -> SettingsProperty.fieldOf(property.name()))
                    .containsExactlyInAnyOrderElementsOf(fields(type)
                            .filter(field -> !java.lang.reflect.Modifier.isStatic(field.getModifiers()))
                            .map(java.lang.reflect.Field::getName)
                            .toList());
        }
    }

    private static Stream<java.lang.reflect.Field> fields(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != Settings.class, Class::getSuperclass)
                .flatMap(each -> Stream.of(each.getDeclaredFields()));
    }

    @Test
    void whatTwoHaveByOneNameIsTakenFromTheOneToTheOther() {
        RollbackSettings back = new RollbackSettings();
        back.setApplication("shop");
        back.setBluePort(8080);
        back.setObserve("10s");
        back.setMarkBad(true);

        DeploySettings taken = back.as(DeploySettings.class);

        assertThat(taken.getApplication()).isEqualTo("shop");
        assertThat(taken.getBluePort()).isEqualTo(8080);
        assertThat(taken.getObserve()).isEqualTo("10s");
        assertThat(taken.getArtifact()).isNull();
    }

    @Test
    void everyTextIsReplacedButThoseThatAreLiteral() {
        DeploySettings own = new DeploySettings();
        DeploySettings other = new DeploySettings();
        for (SettingsProperty property : SettingsProperty.of(DeploySettings.class)) {
            if (property.type() == String.class) {
                property.set(own, "$" + property.name());
                property.set(other, "other");
            }
        }

        DeploySettings merged = own.over(other, EXPAND);

        assertThat(SettingsProperty.of(DeploySettings.class))
                .filteredOn(property -> property.type() == String.class)
                .filteredOn(property -> property.get(merged).equals("$" + property.name()))
                .extracting(SettingsProperty::name)
                .containsExactlyInAnyOrder(
                        "credentialsId", "environment", "frontDoorHeaders", "passEnvironment", "startCommand");
        assertThat(SettingsProperty.of(DeploySettings.class))
                .filteredOn(property -> property.type() == String.class && property.replaced())
                .allSatisfy(property -> assertThat(property.get(merged)).isEqualTo("<$" + property.name() + ">"));
        assertThat(new DeploySettings().over(other, EXPAND).getHosts()).isEqualTo("other");
    }

    /** Or an empty variable would take a check away that the global configuration asks for, and nobody would hear of it. */
    @Test
    void aTextOfWhichNothingIsLeftCountsAsNotGiven() {
        DeploySettings entry = new DeploySettings();
        DeploySettings own = new DeploySettings();
        HealthCheckSettings health = new HealthCheckSettings();
        HealthCheckSettings ownHealth = new HealthCheckSettings();
        entry.setFrontDoor("https://shop.example.com/");
        own.setFrontDoor("$NOTHING");
        health.setBody("UP");
        ownHealth.setBody("$NOTHING");
        health.setExpectRelease("X-Release");
        ownHealth.setExpectRelease("$NOTHING");
        entry.setHealthCheck(health);
        own.setHealthCheck(ownHealth);
        own.setObserve("$NOTHING");
        own.setRelease("$NOTHING");

        for (String nothing : List.of("", " \n")) {
            DeploySettings merged = own.over(entry, text -> nothing).withDefaults();

            assertThat(merged.getFrontDoor()).isEqualTo("https://shop.example.com/");
            assertThat(merged.getHealthCheck().getBody()).isEqualTo("UP");
            assertThat(merged.getHealthCheck().getExpectRelease()).isEqualTo("X-Release");
            assertThat(merged.getObserve()).isEqualTo("5s");
            assertThat(merged.getRelease()).isNull();
        }
    }

    @Test
    void aFileOfNginxOfWhichNothingIsLeftChoosesNoLayout() {
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        nginx.setPreview(true);
        DeploySettings entry = new DeploySettings();
        entry.setRouter(nginx);
        NginxSettings own = new NginxSettings();
        own.setFlagFile("$NOTHING");
        own.setIncludeFile("$NOTHING");
        DeploySettings job = new DeploySettings();
        job.setRouter(own);

        NginxSettings merged = (NginxSettings) job.over(entry, text -> "").getRouter();

        assertThat(merged.getFlagFile()).isEqualTo("/etc/nginx/flag");
        assertThat(merged.getIncludeFile()).isNull();
        assertThat(merged.getPreview()).isTrue();
    }

    @Test
    void whatStandsBehindIsNotChanged() {
        HealthCheckSettings health = new HealthCheckSettings();
        health.setPath("/health");
        NginxSettings nginx = new NginxSettings();
        nginx.setIncludeFile("/port.inc");
        DeploySettings entry = new DeploySettings();
        entry.setHealthCheck(health);
        entry.setRouter(nginx);

        DeploySettings merged = new DeploySettings().over(entry, EXPAND).withDefaults();

        assertThat(merged.getHealthCheck().getPath()).isEqualTo("/health");
        assertThat(merged.getHealthCheck().getScheme()).isEqualTo("http");
        assertThat(((NginxSettings) merged.getRouter()).getReloadTimeout()).isEqualTo("2m");
        assertThat(health.getScheme()).isNull();
        assertThat(nginx.getReloadTimeout()).isNull();
    }

    @Test
    void aRouterOfAnotherKindTakesThePlaceOfTheOneBehind() {
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/flag");
        nginx.setHosts("web");
        OtherRouter other = new OtherRouter();
        other.setPage("haproxy");
        DeploySettings entry = new DeploySettings();
        entry.setRouter(nginx);
        DeploySettings job = new DeploySettings();
        job.setRouter(other);

        RouterSettings merged = job.over(entry, EXPAND).getRouter();

        assertThat(merged)
                .isInstanceOfSatisfying(
                        OtherRouter.class,
                        router -> assertThat(router.getPage()).isEqualTo("<haproxy>"));
    }

    @Test
    void observesByDefaultWithAndWithoutAFrontDoor() {
        DeploySettings settings = new DeploySettings();
        assertThat(settings.withDefaults().getObserve()).isEqualTo("5s");
        settings.setFrontDoor("https://example.com/");
        assertThat(settings.withDefaults().getObserve()).isEqualTo("5s");
        settings.setObserve("1m");
        assertThat(settings.withDefaults().getObserve()).isEqualTo("1m");
    }
}
