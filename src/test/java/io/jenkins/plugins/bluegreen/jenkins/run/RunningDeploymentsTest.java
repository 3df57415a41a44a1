package io.jenkins.plugins.bluegreen.jenkins.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.port.Cancellation;
import org.junit.jupiter.api.Test;

class RunningDeploymentsTest {

    private static boolean stop(String id) {
        return new RunningDeployments.Stop(id).call();
    }

    @Test
    void stopsWhatRuns() {
        Cancellation running = RunningDeployments.begun("a");

        assertThat(stop("a")).isTrue();
        assertThat(running.stopped()).isTrue();

        RunningDeployments.ended("a", running);
        assertThat(stop("a")).isFalse();
    }

    @Test
    void keepsNothingOfADeploymentThatItDoesNotKnow() {
        assertThat(stop("unknown")).isFalse();

        Cancellation later = RunningDeployments.begun("unknown");

        assertThat(later.stopped()).isFalse();
        RunningDeployments.ended("unknown", later);
    }

    @Test
    void doesNotForgetAnotherRunOfTheSameDeployment() {
        Cancellation first = RunningDeployments.begun("b");
        Cancellation second = RunningDeployments.begun("b");

        RunningDeployments.ended("b", first);

        assertThat(stop("b")).isTrue();
        assertThat(second.stopped()).isTrue();
        RunningDeployments.ended("b", second);
    }
}
