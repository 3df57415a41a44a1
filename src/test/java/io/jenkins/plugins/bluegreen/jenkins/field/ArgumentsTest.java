package io.jenkins.plugins.bluegreen.jenkins.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parameters of a Pipeline. */
class ArgumentsTest {

    private static Map<String, Object> checked(Map<String, Object> arguments) {
        return Arguments.checked("blueGreenDeploy", new DeploySettings(), arguments);
    }

    @Test
    void takesNumbersForTextsAndTextsForNumbers() {
        assertThat(checked(Map.of("startTimeout", 90, "bluePort", "8080", "greenPort", 8081)))
                .isEqualTo(Map.of("startTimeout", "90", "bluePort", 8080, "greenPort", 8081));
        assertThat(Arguments.checked(
                        "blueGreenDeploy", new HealthCheckSettings(), Map.of("interval", 2, "retries", "10")))
                .isEqualTo(Map.of("interval", "2", "retries", 10));
    }

    @Test
    void takesTextsForTrueAndFalse() {
        assertThat(checked(Map.of("unpack", true))).isEqualTo(Map.of("unpack", true));
        assertThat(checked(Map.of("unpack", "false"))).isEqualTo(Map.of("unpack", false));
        assertThatThrownBy(() -> checked(Map.of("unpack", "yes"))).hasMessage("unpack is 'yes'; it is true or false.");
        assertThatThrownBy(() -> checked(Map.of("unpack", 1)))
                .hasMessage("unpack is of the type Integer; it is true or false.");
    }

    @Test
    void leavesNestedPartsToTheirOwnDescription() {
        Map<String, Object> health = Map.of("$class", "HealthCheckFields", "interval", 2);
        NginxSettings nginx = new NginxSettings();

        assertThat(checked(Map.of("healthCheck", health, "router", nginx)))
                .isEqualTo(Map.of("healthCheck", health, "router", nginx));
    }

    @Test
    void saysWhichTypeAParameterHas() {
        assertThatThrownBy(() -> checked(Map.of("bluePort", "eighty")))
                .isInstanceOf(PlanException.class)
                .hasMessage("bluePort is 'eighty'; it is a whole number.");
        assertThatThrownBy(() -> checked(Map.of("bluePort", true)))
                .hasMessage("bluePort is of the type Boolean; it is a whole number.");
        assertThatThrownBy(() -> checked(Map.of("environment", Map.of("PASSWORD", "s3cret"))))
                .hasMessageStartingWith("environment is of the type Map")
                .hasMessageEndingWith("; it is text in quotes.")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> checked(Map.of("router", "/etc/nginx/green")))
                .hasMessage("router is of the type String; it is a group of parameters, such as router: nginx(flagFile:"
                        + " '/etc/nginx/bluegreen/backend/green').");
        assertThatThrownBy(() -> checked(Map.of("healthCheck", Map.of("retries", List.of(1)))))
                .hasMessageStartingWith("healthCheck.retries is of the type");
    }

    @Test
    void asksForTheKindOfARouter() {
        assertThatThrownBy(() -> checked(Map.of("router", Map.of("flagFile", "/etc/nginx/green"))))
                .isInstanceOf(PlanException.class)
                .hasMessage("router is a group of parameters without a kind; give one, such as router: nginx(flagFile:"
                        + " '/etc/nginx/bluegreen/backend/green').");
        Map<String, Object> byClass = Map.of("router", Map.of("$class", "NginxSettings", "flagFile", "/f"));
        assertThat(checked(byClass)).isEqualTo(byClass);
    }

    @Test
    void callsTheParametersOfARouterByItsKind() {
        assertThatThrownBy(() -> Arguments.checked("blueGreenDeploy", new NginxSettings(), Map.of("flagFile", true)))
                .isInstanceOf(PlanException.class)
                .hasMessage("nginx.flagFile is of the type Boolean; it is text in quotes.");
    }

    @Test
    void refusesWhatNobodyCanSave() {
        assertThatThrownBy(() -> checked(Map.of("startCommand", "java\0 -jar")))
                .isInstanceOf(PlanException.class)
                .hasMessage("startCommand holds a NUL character, which no host can be given; leave it out.");
        assertThatThrownBy(() -> checked(Map.of("bluePort", "80\0")))
                .hasMessageStartingWith("bluePort holds a NUL character");
        assertThatThrownBy(() -> checked(Map.of("healthCheck", Map.of("headers", "Authorization: s3cret\0"))))
                .hasMessageStartingWith("healthCheck.headers holds a NUL character")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> Arguments.checked("blueGreenDeploy", new NginxSettings(), Map.of("flagFile", "/f\0")))
                .hasMessageStartingWith("nginx.flagFile holds a NUL character");
        assertThatThrownBy(() -> checked(Map.of("startCommand\0", "java"))).hasMessageNotContaining("\0");
    }

    @Test
    void guessesWhatIsNearAlone() {
        assertThatThrownBy(() -> checked(Map.of("healthcheck", Map.of())))
                .hasMessageStartingWith(
                        "blueGreenDeploy has no parameter 'healthcheck'; did you mean 'healthCheck'? Known there are ");
        assertThatThrownBy(() -> Arguments.checked("blueGreenDeploy", new HealthCheckSettings(), Map.of("retry", 3)))
                .hasMessageContaining("'healthCheck.retry'; did you mean 'healthCheck.retries'?");
        assertThatThrownBy(() -> checked(Map.of("insecure", true)))
                .hasMessageStartingWith("blueGreenDeploy has no parameter 'insecure'. Known there are ");
    }

    @Test
    void asksForNames() {
        assertThatThrownBy(() -> checked(Map.of("<anonymous>", "backend")))
                .isInstanceOf(PlanException.class)
                .hasMessage("Each parameter has a name, such as application: 'backend'.");
    }
}
