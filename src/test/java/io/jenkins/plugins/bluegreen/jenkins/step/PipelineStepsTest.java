package io.jenkins.plugins.bluegreen.jenkins.step;

import static io.jenkins.plugins.bluegreen.jenkins.step.ApplicationParameters.ParametersDescriptor.listed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the list of steps of a build shows of a call. */
class PipelineStepsTest {

    @Test
    void isTheApplicationAndTheReleaseAndNothingElse() {
        assertThat(listed(Map.of(
                        "application",
                        "backend",
                        "environment",
                        "TOKEN=hunter2",
                        "frontDoorHeaders",
                        "Authorization: Basic hunter2",
                        "healthCheck",
                        Map.of("headers", "A: hunter2"))))
                .isEqualTo("backend");
        assertThat(listed(Map.of("application", "backend", "release", 41, "hosts", "web1")))
                .isEqualTo("backend, release 41");
    }

    private enum Jenkins {
        MASKED_VALUE
    }

    /** Jenkins puts something else in the place of a value that it hides, or that is too long to be stored. */
    @Test
    void isNothingThatJenkinsHides() {
        assertThat(listed(Map.of("application", "backend", "release", Jenkins.MASKED_VALUE)))
                .isEqualTo("backend");
        assertThat(listed(Map.of("application", Jenkins.MASKED_VALUE, "release", "r1")))
                .isEqualTo("release r1");
    }

    /** A call with one argument alone would be shown with that by Jenkins, whatever it is. */
    @Test
    void isNothingWhereNeitherIsGiven() {
        assertThat(listed(Map.of("environment", "TOKEN=hunter2"))).isNull();
        assertThat(listed(Map.of())).isNull();
    }
}
