package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.strategy.CanaryText;
import io.jenkins.plugins.bluegreen.lab.Clients;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Tests of canaries, with many clients before a router. */
abstract class CanaryCases extends OnBench {

    static final int CLIENTS = 300;

    static Clients clients(URI frontDoor) {
        return Clients.of(frontDoor, CLIENTS, 600);
    }

    /** Sets the strategy: each parameter, and its value. */
    void canary(String... given) {
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

    long pidOfGreen() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .filter(each -> each.info().commandLine().orElse("").contains(TinyApp.class.getName()))
                .filter(each -> environment(each.pid()).contains("PORT=" + bench.slots.green() + "\0"))
                .map(ProcessHandle::pid)
                .findFirst()
                .orElseThrow();
    }

    private static String environment(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ"));
        } catch (IOException e) {
            return "";
        }
    }
}
