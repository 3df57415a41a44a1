package io.jenkins.plugins.bluegreen.jenkins.field;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostKeyVerification;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.junit.jupiter.api.Test;

class UnknownArgumentsTest {

    @Test
    void tellsTheNearestNameAndAll() {
        assertThatThrownBy(() ->
                        Arguments.checked("blueGreenDeploy", new DeploySettings(), Map.of("healthcheck", Map.of())))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("blueGreenDeploy has no parameter 'healthcheck'; did you mean 'healthCheck'?"
                        + " Known there are adopt, application, artifact, bluePort, ")
                .hasMessageEndingWith(".");
    }

    @Test
    void looksIntoNestedParts() {
        UninstantiatedDescribable health = new UninstantiatedDescribable("healthCheck", null, Map.of("retry", 3));

        assertThatThrownBy(
                        () -> Arguments.checked("blueGreenDeploy", new DeploySettings(), Map.of("healthCheck", health)))
                .hasMessageStartingWith("blueGreenDeploy has no parameter 'healthCheck.retry'; did you mean"
                        + " 'healthCheck.retries'? Known there are body");
    }

    @Test
    void looksIntoAPartOfAKindByItsOwnDescription() {
        assertThatThrownBy(() -> Arguments.checked(
                        "blueGreenDeploy", new NginxSettings(), Map.of("flagfile", "/etc/nginx/green")))
                .hasMessageStartingWith("blueGreenDeploy has no parameter 'nginx.flagfile'; did you mean"
                        + " 'nginx.flagFile'? Known there are flagFile");
    }

    @Test
    void guessesNoLessSafeWayToVerifyHostKeys() {
        assertThatThrownBy(() -> HostKeyVerification.parse("acceptFirstConection"))
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "hostKeyVerification is 'acceptFirstConection'; it is one of strict, acceptFirstConnection.");
    }
}
