package io.jenkins.plugins.bluegreen.deploy.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link LockLostIT}, where a switch replaces a file outside of the application's directory and reloads nginx. */
class LockLostIncludeIT extends DeployedOnce {

    @Override
    public void prepare() {
        bench.nginx = PrivateNginx.withInclude(bench.slots);
    }

    @ParameterizedTest
    @ValueSource(strings = {"> switch nginx", "< switch nginx", "> stop blue"})
    void whoDoesNotNoticeThatAnotherOneHasTheLockDoesNotSwitch(String line) throws Exception {
        AtomicReference<Outcome> rival = new AtomicReference<>();
        bench.overtakeUnnoticedAt(line, rival);

        Outcome outcome = bench.deploy(Map.of());

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("another deployment has had it meanwhile");
        assertThat(rival.get().result()).as(rival.get().sentence()).isEqualTo(Result.DEPLOYED);
        Slot live = rival.get().live();
        assertThat(bench.nginx.switchFile()).hasContent("set $service_port " + bench.slots.port(live) + ";");
        assertThat(front()).contains("release=r4");
        assertThat(bench.body(live.other())).isEmpty();
        assertThat(deployed(Map.of()).live()).isEqualTo(live.other());
    }

    private String front() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(bench.nginx.url()).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
