package io.jenkins.plugins.bluegreen.jenkins.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.Release;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildNameTest {

    private static final Instant AT = Instant.parse("2025-01-31T14:25:00Z");

    @Test
    void namesAReleaseSoThatTheLatestComesLast() {
        assertThat(new BuildName("shop/backend", 37).release(AT)).isEqualTo("20250131-142500-shop-backend-37");
    }

    @Test
    void namesEachDeploymentDifferently() {
        BuildName build = new BuildName("backend", 37);

        assertThat(build.deployment()).matches("backend-37-[0-9a-f]{6}").isNotEqualTo(build.deployment());
    }

    @ParameterizedTest
    @ValueSource(strings = {"주문/배포", "../../etc", "a b'c\"d$(e)", "-", "x/feature%2Fname"})
    void anyJobNameGivesAValidRelease(String job) {
        assertThat(new Release(new BuildName(job, 1).release(AT), "app.jar").id())
                .startsWith("20250131-142500-");
    }

    @Test
    void cutsALongNameAtItsBeginning() {
        String release = new BuildName("folder/".repeat(40) + "backend", 37).release(AT);

        assertThat(new Release(release, "app.jar").id())
                .endsWith("folder-backend-37")
                .hasSizeLessThan(128);
    }
}
