package io.jenkins.plugins.bluegreen.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HooksSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.ProcessSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.StrategySettings;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of each step are those of its settings, no more and no fewer. */
class DeployParametersTest {

    private static ApplicationParameters step(Class<? extends ApplicationParameters> type) throws Exception {
        return type.getConstructor().newInstance();
    }

    private static List<Method> setters(Class<?> step) {
        return Stream.of(step.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                BlueGreenStep.class,
                BlueGreenStatusStep.class,
                BlueGreenRollbackStep.class,
                BlueGreenPromoteStep.class,
                BlueGreenDiscardStep.class
            })
    void aStepHasTheParametersOfItsSettings(Class<? extends ApplicationParameters> type) throws Exception {
        assertThat(setters(type).stream()
                        .map(setter -> setter.getName() + " " + setter.getParameterTypes()[0].getName()))
                .containsExactlyInAnyOrderElementsOf(
                        SettingsProperty.of(step(type).settings().getClass()).stream()
                                .map(property -> property.setter().getName() + " "
                                        + property.type().getName())
                                .toList());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                BlueGreenStep.class,
                BlueGreenStatusStep.class,
                BlueGreenRollbackStep.class,
                BlueGreenPromoteStep.class,
                BlueGreenDiscardStep.class
            })
    void eachIsPassedOnToItsOwnInTheSettings(Class<? extends ApplicationParameters> type) throws Exception {
        assertThat(setters(type)).isNotEmpty();
        for (Method setter : setters(type)) {
            ApplicationParameters step = step(type);
            Object value = value(setter.getParameterTypes()[0]);

            setter.invoke(step, value);

            String getter = setter.getName().replaceFirst("set", "get");
            assertThat(type.getMethod(getter).invoke(step)).as(getter).isEqualTo(value);
            assertThat(SettingsProperty.of(step.settings().getClass()))
                    .as(setter.getName())
                    .allSatisfy(property -> assertThat(property.get(step.settings()))
                            .isEqualTo(property.setter().getName().equals(setter.getName()) ? value : null));
        }
    }

    /** Where the reference of Pipeline's steps looks for it; the build puts it there. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                BlueGreenStep.class,
                BlueGreenStatusStep.class,
                BlueGreenRollbackStep.class,
                BlueGreenPromoteStep.class,
                BlueGreenDiscardStep.class
            })
    void eachHasItsHelpBesideTheStep(Class<? extends ApplicationParameters> type) throws Exception {
        for (SettingsProperty property :
                SettingsProperty.of(step(type).settings().getClass())) {
            assertThat(Stream.<Class<?>>iterate(type, each -> each != Object.class, Class::getSuperclass)
                            .map(each -> each.getResource(each.getSimpleName() + "/help-" + property.name() + ".html")))
                    .as(type.getSimpleName() + " " + property.name())
                    .anyMatch(help -> help != null);
        }
    }

    private static Object value(Class<?> type) {
        if (type == Integer.class) {
            return 8080;
        }
        if (type == Boolean.class) {
            return true;
        }
        if (type == HealthCheckSettings.class) {
            HealthCheckSettings part = new HealthCheckSettings();
            part.setPath("/health");
            return part;
        }
        if (type == HooksSettings.class) {
            HooksSettings part = new HooksSettings();
            part.setBeforeStart("migrate");
            return part;
        }
        if (type == RouterSettings.class) {
            NginxSettings part = new NginxSettings();
            part.setFlagFile("/flag");
            return part;
        }
        if (type == ProcessSettings.class) {
            SessionSettings part = new SessionSettings();
            part.setRestart("never");
            return part;
        }
        if (type == StrategySettings.class) {
            RollingSettings part = new RollingSettings();
            part.setBatch("25%");
            return part;
        }
        assertThat(type).isEqualTo(String.class);
        return "value";
    }
}
