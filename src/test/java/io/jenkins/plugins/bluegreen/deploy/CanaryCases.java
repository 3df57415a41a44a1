package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.strategy.CanaryText;
import io.jenkins.plugins.bluegreen.lab.Clients;
import io.jenkins.plugins.bluegreen.lab.Processes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Tests of canaries, with many clients before a router. */
public abstract class CanaryCases extends OnBench {

    /** How many there are. */
    public static final int CLIENTS = 300;

    /** Has them come to a front door. */
    public static Clients clients(URI frontDoor) {
        return Clients.of(frontDoor, CLIENTS, 600);
    }

    /** Sets the strategy: each parameter, and its value. */
    public void canary(String... given) {
        Map<String, String> all = new HashMap<>(Map.of("steps", "5%, 25%", "every", "1s", "minRequests", "10"));
        for (int i = 0; i < given.length; i += 2) {
            all.put(given[i], given[i + 1]);
        }
        bench.strategy = new CanaryText(all).canary();
    }

    void assertNoShareIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(bench.flag().getParent())) {
            assertThat(files.filter(file -> file.getFileName().toString().contains("canary")))
                    .isEmpty();
        }
    }

    /** Ends what answers in green, at once. */
    public void killGreen() {
        ProcessHandle.of(Processes.listenerOf(bench.slots.green()).orElseThrow())
                .orElseThrow()
                .destroyForcibly();
    }
}
