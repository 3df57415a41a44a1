package io.jenkins.plugins.bluegreen.deploy.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostSurveyIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void tellsWhoListensAndWhichJavaThereIs(String shell) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostSurvey survey = HostSurvey.of(LocalHost.in(shell, folder));

            assertThat(survey.user()).isEqualTo(System.getProperty("user.name"));
            assertThat(survey.taken()).contains(taken.getLocalPort()).doesNotContain(0);
            assertThat(survey.java())
                    .hasValueSatisfying(version -> assertThat(version).matches("\\d+.*"));
        }
    }
}
