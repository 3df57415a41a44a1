package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The included file and the nginx that has read it, or has not, as a deployment finds and leaves them. */
class IncludeLayoutIT extends DeployedOnce {

    private static final Pattern BY_HAND = Pattern.compile("\n    on local: (echo .*)");

    private Path file;

    @Override
    public void prepare() throws Exception {
        bench.nginx = PrivateNginx.withInclude(bench.slots);
        file = bench.nginx.switchFile();
        byte[] text = ("# ü\r\nset $service_port " + bench.slots.blue() + ";").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, text);
    }

    @Test
    void refusesAnEditThatNginxHasNotReadAndGoesOnOnceItIsPutBack() throws Exception {
        long live = Processes.listenerOf(bench.slots.blue()).orElseThrow();
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        // The slot stays, so that nothing else speaks against it.
        Files.writeString(file, text + "\n# edited", StandardCharsets.ISO_8859_1);

        Outcome outcome = bench.deploy(Map.of());

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("nothing was changed: nginx was not reloaded since " + file + " was changed", "reload nginx");
        assertThat(outcome.evidence()).contains("release r1 runs", "which nginx has not read yet");
        assertThat(Processes.listenerOf(bench.slots.blue())).contains(live);
        assertThat(Processes.listening(bench.slots.green())).isFalse();
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(front()).contains("release=r1");

        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        Programs.run("sh", "-c", bench.nginx.reloadCommand());
        Until.so(Duration.ofSeconds(20), () -> !stale(), () -> "it is refused after the reload as well");
        deployed(Map.of());
        assertThat(front()).contains("release=r3");
    }

    @Test
    void theCommandThatAFailedUndoPrintsRestoresTheFile() throws Exception {
        byte[] before = Files.readAllBytes(file);
        Path gone = file.resolveSibling("../gone").normalize();
        bench.when("< switch nginx", () -> move(file.getParent(), gone));
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        Matcher byHand = BY_HAND.matcher(outcome.evidence());
        assertThat(byHand.find()).as(outcome.evidence()).isTrue();
        move(gone, file.getParent());
        assertThat(file).content(StandardCharsets.ISO_8859_1).contains(Integer.toString(bench.slots.green()));

        Programs.run("sh", "-c", byHand.group(1));

        assertThat(file).hasBinaryContent(before);
        Until.so(Duration.ofSeconds(20), () -> front().contains("release=r1"), () -> "nginx does not serve r1");
        bench.clear();
        bench.frontDoor = null;
        deployed(Map.of());
        assertThat(front()).contains("release=r3");
    }

    private boolean stale() {
        try {
            return new NginxRouterConfig(bench.nginx.config())
                    .on(new LocalHost(), bench.slots)
                    .read()
                    .stale();
        } catch (HostException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String front() {
        try {
            HttpRequest request = HttpRequest.newBuilder(bench.nginx.url()).build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
