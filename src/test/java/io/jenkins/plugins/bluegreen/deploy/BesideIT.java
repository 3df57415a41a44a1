package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How README says that an application which nobody is to stop is left alone, until users are led to a first release beside it. */
class BesideIT extends OnBench {

    @Test
    void aFirstDeploymentBesideWhatIsLeftAloneNeedsNoGap() throws Exception {
        int old = FreePorts.next();
        int open = FreePorts.next();
        Process byHand = startByHand(old);
        try {
            bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);
            String location = "location / { proxy_pass http://127.0.0.1:" + old + "; }";
            String server = "server { listen 127.0.0.1:" + open + "; " + location + " }\n";
            bench.nginx.edit(text -> text.replace("server {", server + "server {"));
            try (Traffic traffic = Traffic.to(URI.create("http://127.0.0.1:" + open + "/"), 50)) {
                deployed(Map.of());
                String led = "location / { proxy_pass http://127.0.0.1:"
                        + bench.nginx.url().getPort() + "; proxy_set_header Host $host; }";
                bench.nginx.edit(text -> text.replace(location, led));
                Processes.stop(byHand);
                deployed(Map.of());

                Traffic.Summary seen = traffic.stop();
                assertThat(seen.failures().keySet()).as(seen.toString()).isSubsetOf(Traffic.IDLE_CONNECTION_CLOSED);
                assertThat(seen.answers())
                        .containsOnlyKeys(
                                "release=of-old extra=null", "release=r1 extra=null", "release=r2 extra=null");
            }
        } finally {
            Processes.stop(byHand);
        }
    }

    private Process startByHand(int port) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + Bench.tinyApp());
        builder.environment()
                .putAll(Map.of(
                        "PORT",
                        Integer.toString(port),
                        "RELEASE",
                        "of-old",
                        "SLOT",
                        "none",
                        "DEPLOY_DIR",
                        folder.toString()));
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("by-hand.log").toFile())
                .start();
        Processes.awaitListening(port, Duration.ofSeconds(60));
        return started;
    }
}
