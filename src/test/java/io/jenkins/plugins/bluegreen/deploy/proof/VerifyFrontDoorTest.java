package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.HealthProbe.By;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For how long the front door is asked after the switch, and what is said where it does not answer well. */
class VerifyFrontDoorTest {

    @TempDir
    Path folder;

    private Scene scene;
    private int asked;

    @BeforeEach
    void prepare() throws Exception {
        scene = new Scene(folder);
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "10, 21", "60, 121"})
    void isAskedAsLongAsIsSaid(int seconds, int times) throws Exception {
        assertThatThrownBy(() -> verify(seconds, new Answer(false, "502", "")))
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("The front door http://shop.example/ did not answer well within ")
                .hasMessageContaining(" after the switch: 502; look at nginx's error log");
        assertThat(scene.time.now().getEpochSecond()).isEqualTo(seconds);
        assertThat(asked).isEqualTo(times);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 | false | look at nginx's error log and at the application's own words in DIRECTORY/slots/green/log;"
                        + " if it only needs more time, raise frontDoorTimeout.",
                "200, but the header X-Release says release 'r1', not r2 | false | look at nginx's error log and at the"
                        + " application's own words in DIRECTORY/slots/green/log; if it only needs more time, raise frontDoorTimeout.",
                "no answer within 5.0 s | false | look at nginx's error log and at the application's own words in"
                        + " DIRECTORY/slots/green/log, see whether the URL can be reached from where this deployment runs, and if all"
                        + " is only slow, as on a busy machine, raise frontDoorTimeout.",
                "401 | false | give the login that it asks for in frontDoorHeaders.",
                "407 | false | give the login that it asks for in frontDoorHeaders.",
                "429, by a limit of how often may be asked | true | let nginx answer where this deployment runs more often,"
                        + " measure less often (measureEvery), or raise frontDoorTimeout."
            })
    void whatCanBeDoneIsSaid(String seen, boolean limited, String advice) throws Exception {
        DeployPlan plan = plan(10);
        assertThatThrownBy(() -> verify(10, new Answer(false, seen, "", limited ? By.LIMIT : By.ASKED)))
                .hasMessage("The front door http://shop.example/ did not answer well within 10.0 s after the switch: "
                        + seen + "; " + advice.replace("DIRECTORY", plan.directory()));
    }

    @Test
    void whoAnswersWellInTimeIsAskedNoMore() throws Exception {
        assertThat(verify(10, new Answer(true, "200", ""))).isEqualTo("200");
        assertThat(asked).isEqualTo(1);
    }

    private String verify(int seconds, Answer answer) throws Exception {
        return new VerifyFrontDoor(
                        () -> {
                            asked++;
                            return answer;
                        },
                        plan(seconds),
                        Slot.GREEN,
                        scene.time)
                .run();
    }

    private DeployPlan plan(int seconds) throws Exception {
        Bench bench = new Bench(folder);
        bench.frontDoorUrl = URI.create("http://shop.example/");
        bench.frontDoorTimeout = Duration.ofSeconds(seconds);
        return bench.plan(Map.of());
    }
}
