package io.jenkins.plugins.bluegreen.jenkins.form;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.plan.HostKeyVerification;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.junit.jupiter.api.Test;

class UnknownArgumentsTest {

    @Test
    void tellsTheNearestNameAndAll() {
        assertThatThrownBy(() -> Arguments.checked(BlueGreenStep.class, Map.of("healthcheck", Map.of())))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("blueGreenDeploy has no parameter 'healthcheck'; did you mean 'healthCheck'?"
                        + " Known there are application, artifact, bluePort, ")
                .hasMessageEndingWith(".");
    }

    @Test
    void looksIntoNestedParts() {
        UninstantiatedDescribable nginx =
                new UninstantiatedDescribable("nginx", null, Map.of("flagfile", "/etc/nginx/green"));

        assertThatThrownBy(() -> Arguments.checked(BlueGreenStep.class, Map.of("nginx", nginx)))
                .hasMessageStartingWith(
                        "blueGreenDeploy has no parameter 'nginx.flagfile'; did you mean 'nginx.flagFile'? Known there are flagFile");
    }

    @Test
    void tellsTheNearestWayToVerifyHostKeys() {
        assertThatThrownBy(() -> HostKeyVerification.parse("acceptFirstConection"))
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "hostKeyVerification is 'acceptFirstConection'; it is one of strict, acceptFirstConnection: did you"
                                + " mean 'acceptFirstConnection'?");
    }
}
