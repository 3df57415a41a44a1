package io.jenkins.plugins.bluegreen.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedReleaseTest {

    @ParameterizedTest
    @CsvSource({
        "42, 42, '', true",
        "42, 20261128-140301-backend-42, '', true",
        "20261128-140301-backend-42, 20261128-140301-backend-42, '', true",
        "42, 20261128-140301-team-backend-42, '', true",
        "2, 20261128-140301-backend-42, '', false",
        "042, 20261128-140301-backend-42, '', false",
        "backend-42, 20261128-140301-backend-42, '', false",
        "42, 1.4.2-42, '', false",
        "42, r42, '', false",
        "42, 421, '', false",
        "20261128, 20261128-140301-backend-42, '', false",
        "1.4.2, 1.4.2, '', true",
        "1.4.2, 1.4.2, backend #41, true",
        "41, 1.4.2, backend #41, true",
        "1, 1.4.2, backend #41, false",
        "42, 20261128-140301-backend-42, backend #41, false"
    })
    void meansAReleaseByItsIdOrByTheBuildThatDeployedIt(String name, String id, String build, boolean means) {
        assertThat(new WantedRelease(name).means(id, build)).isEqualTo(means);
    }

    @Test
    void isNothingThatCouldBeNoId() {
        assertThatThrownBy(() -> new WantedRelease("../41"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("'../41'");
        assertThatThrownBy(() -> new WantedRelease("")).isInstanceOf(PlanException.class);
    }
}
