package io.jenkins.plugins.bluegreen.deploy.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockOrderIT {

    @TempDir
    Path folder;

    @Test
    void isThatOfTheHostsWhateverTheyAreCalledAndHoweverTheyAreListed() throws Exception {
        assertThat(order(host("web1", "B"), host("web2", "A"))).containsExactly("web2", "web1");
        assertThat(order(host("10.0.0.2", "A"), host("10.0.0.1", "B"))).containsExactly("10.0.0.2", "10.0.0.1");
        assertThat(order(host("y", "same"), host("x", "same"))).containsExactly("x", "y");
    }

    @Test
    void oneAloneIsNotAsked() throws Exception {
        LocalHost alone = new LocalHost();
        assertThat(LockOrder.of(List.of(on(alone)), new Cancellation())).hasSize(1);
        assertThat(alone.begun()).isEmpty();
    }

    private List<String> order(LocalHost... hosts) throws Exception {
        return LockOrder.of(List.of(on(hosts[0]), on(hosts[1])), new Cancellation()).stream()
                .map(ApplicationHost::name)
                .toList();
    }

    private ApplicationHost on(LocalHost host) throws IOException {
        return Bench.on(host, new Bench(folder).plan(Map.of()));
    }

    /** A host that says of itself that it is this one. */
    private LocalHost host(String name, String identity) throws IOException {
        Path bin = Files.createDirectories(folder.resolve(name));
        Path cat = Files.writeString(bin.resolve("cat"), "#!/bin/sh\necho " + identity + "\n");
        Files.setPosixFilePermissions(cat, PosixFilePermissions.fromString("rwx------"));
        return new LocalHost(name, List.of("sh"), bin + ":" + System.getenv("PATH"));
    }
}
