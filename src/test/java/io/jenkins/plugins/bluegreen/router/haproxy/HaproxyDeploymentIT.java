package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole deployments through a real HAProxy, which is asked on its own host and needs no front door. */
@Timeout(120)
class HaproxyDeploymentIT extends OnBench {

    private PrivateHaproxy haproxy;

    @BeforeEach
    void standBehindHaproxy() {
        haproxy = PrivateHaproxy.of("shop", bench.slots);
        bench.adapter = haproxy.config();
    }

    @AfterEach
    void stopHaproxy() {
        haproxy.close();
    }

    @Test
    void swapsUnderLoadWithoutALostRequestAlsoWhereItIsReloadedInBetween() throws Exception {
        deployed(Map.of());
        assertThat(bench.test()).noneMatch(finding -> finding.mark() == Finding.Mark.WRONG);
        Traffic traffic = Traffic.to(haproxy.url(), 100);
        deployed(Map.of());
        assertSaid("< switch HAProxy to green");
        deployed(Map.of());
        Traffic.Summary summary = traffic.stop();
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.answers().keySet())
                .anyMatch(line -> line.contains("r1"))
                .anyMatch(line -> line.contains("r3"));
        bench.when("< switch HAProxy", () -> haproxy.reload());
        deployed(Map.of());
        assertThat(haproxy.map()).containsExactly("shop green");
        assertThat(front("")).contains("release=r4");
    }

    @Test
    void whatIsUnderWayIsAnsweredByTheOldRelease() throws Exception {
        bench.drainTimeout = Duration.ofSeconds(60);
        deployed(Map.of());
        Path rest = folder.resolve("rest");
        CompletableFuture<HttpResponse<String>> answer =
                HttpClient.newHttpClient().sendAsync(request("half?" + rest), HttpResponse.BodyHandlers.ofString());
        bench.when("  waiting for", () -> touch(rest));
        deployed(Map.of());
        assertThat(answer.get().body()).isEqualTo("halfhalf");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    @Test
    void whatFailsAfterTheSwitchIsLedBack() throws Exception {
        deployed(Map.of());
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        bench.frontDoorTimeout = Duration.ofSeconds(1);
        assertRolledBackToBlue(bench.deploy(Map.of()));
        assertThat(haproxy.mapFile()).hasContent("shop blue\n");
        assertThat(haproxy.map()).containsExactly("shop blue");
        assertThat(front("")).contains("release=r1");
    }

    @Test
    void oneThatDiedBetweenFileAndMapIsSettled() throws Exception {
        deployed(Map.of());
        bench.dieAt("< switch HAProxy");
        assertThat(haproxy.mapFile()).hasContent("shop green\n");
        // As if it had not come to that any more.
        haproxy.say("set map " + haproxy.mapFile() + " shop blue");
        Outcome outcome = bench.resume();
        assertThat(outcome.result()).as(outcome.sentence() + outcome.evidence()).isEqualTo(Result.DEPLOYED);
        assertThat(haproxy.map()).containsExactly("shop green");
        assertThat(front("")).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    @Test
    void aMapThatWasSetWithoutItsFileIsRefused() throws Exception {
        deployed(Map.of());
        haproxy.say("set map " + haproxy.mapFile() + " shop green");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("nothing was changed", "goes by another value of shop than");
        haproxy.reload();
        deployed(Map.of());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(haproxy.url() + path)).build();
    }

    private String front(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(request(path), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
