package io.jenkins.plugins.bluegreen.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of the step are those of the settings, no more and no fewer. */
class DeployParametersTest {

    private static List<Method> settersOfTheStep() {
        return Stream.of(BlueGreenStep.class.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .toList();
    }

    @Test
    void theStepHasTheParametersOfTheSettings() {
        assertThat(settersOfTheStep().stream()
                        .map(setter -> setter.getName() + " " + setter.getParameterTypes()[0].getName()))
                .containsExactlyInAnyOrderElementsOf(SettingsProperty.of(DeploySettings.class).stream()
                        .map(property -> property.setter().getName() + " "
                                + property.type().getName())
                        .toList());
    }

    @Test
    void eachIsPassedOnToItsOwnInTheSettings() throws Exception {
        assertThat(settersOfTheStep()).isNotEmpty();
        for (Method setter : settersOfTheStep()) {
            BlueGreenStep step = new BlueGreenStep();
            Object value = value(setter.getParameterTypes()[0]);

            setter.invoke(step, value);

            String getter = setter.getName().replaceFirst("set", "get");
            assertThat(BlueGreenStep.class.getMethod(getter).invoke(step))
                    .as(getter)
                    .isEqualTo(value);
            assertThat(SettingsProperty.of(DeploySettings.class))
                    .as(setter.getName())
                    .allSatisfy(property -> assertThat(property.get(step.settings()))
                            .isEqualTo(property.setter().getName().equals(setter.getName()) ? value : null));
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
        if (type == RouterSettings.class) {
            NginxSettings part = new NginxSettings();
            part.setFlagFile("/flag");
            return part;
        }
        assertThat(type).isEqualTo(String.class);
        return "value";
    }
}
