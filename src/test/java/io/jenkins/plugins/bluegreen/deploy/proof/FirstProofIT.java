package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.Certificate;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

    @Test
    void whatNginxDoesNotPassOnIsNotDeployed() throws Exception {
        bench.nginx.edit(
                text -> text.replace("location / {", "location / { auth_basic shop; auth_basic_user_file /dev/null;"));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(outcome.sentence()).contains("it answered 401", "no connection came there", "is free again");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }
}
