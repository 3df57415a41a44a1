package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.Certificate;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is seen of a first deployment, before which nothing served. */
@Timeout(120)
class FirstProofIT extends OnBench {

    @BeforeEach
    void startNginx() {
        bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);
    }

    @Test
    void theServerThatSpeaksTlsIsAskedWhereTheOtherOneRedirects() throws Exception {
        Certificate certificate = Certificate.selfSigned(folder.resolve("store"), "dns:backend.example.com");
        Path pem = Files.writeString(folder.resolve("cert.pem"), certificate.pem());
        Path key = Files.writeString(folder.resolve("key.pem"), certificate.keyPem());
        int tls = FreePorts.next();
        String plain = "listen 127.0.0.1:" + bench.nginx.url().getPort() + ";";
        String redirect = "server { " + plain
                + " server_name backend.example.com; location / { return 301 https://$host$request_uri; } }";
        // One that comes first, so that without the name that is asked for (SNI) it would answer.
        String other = "server { listen 127.0.0.1:" + tls + " ssl; ssl_reject_handshake on; }";
        bench.nginx.edit(text -> text.replace("server {", redirect + other + " server {")
                .replace(
                        "  " + plain,
                        "  listen 127.0.0.1:" + tls + " ssl http2; ssl_certificate " + pem + "; ssl_certificate_key "
                                + key + ";"));

        Outcome first = deployed(Map.of());

        assertThat(first.proof())
                .contains("https://backend.example.com:" + tls + "/, it answered 200", "to blue (port");
        assertThat(deployed(Map.of()).proof()).contains("to green (port");
    }

    /** Without a flag nginx leads to blue before anything is switched, and uses again what it has opened for users then. */
    @Test
    void theConnectionsCountThatNginxHasHadSinceTheFirstSlotListens() throws Exception {
        bench.frontDoorTimeout = Duration.ofSeconds(2);
        bench.warmUp = new WarmUp(List.of("/"), Duration.ofSeconds(2));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> user = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                ask(bench.nginx.url());
            }
        });
        Outcome first = deployed(Map.of());
        over.set(true);
        user.get();
        assertThat(first.proof()).contains("to blue (port");
    }

    private static void ask(URI url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.getResponseCode();
            Thread.sleep(300);
        } catch (IOException e) {
            // Nobody serves yet.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatNginxDoesNotPassOnIsNotDeployed() throws Exception {
        bench.nginx.edit(
                text -> text.replace("location / {", "location / { auth_basic shop; auth_basic_user_file /dev/null;"));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("it answered 401", "no connection came there", "is free again");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }
}
