package io.jenkins.plugins.bluegreen.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.Http2Traffic;
import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.SecureDoor;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that speak HTTP/2 to the router, many requests at once on one connection, lose none over a deployment without a reload. */
@Timeout(120)
class Http2IT extends OnBench {

    private final Cleanup cleanup = new Cleanup();
    private SecureDoor door;

    @BeforeEach
    void makeACertificate() throws IOException {
        door = new SecureDoor(Files.createDirectory(folder.resolve("tls")));
        // Routers have users of their own.
        for (Path each : new Path[] {folder, folder.resolve("nginx")}) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @AfterEach
    void stopRouter() {
        cleanup.close();
    }

    @Test
    void throughNginx() throws Exception {
        bench.nginx = door.in(PrivateNginx.withFlag(bench.slots));
        assertNoneIsLost();
    }

    @Test
    void throughCaddy() throws Exception {
        bench.otherRouter = door.in(PrivateCaddy.at(bench.flag(), bench.slots));
        assertNoneIsLost();
    }

    @Test
    void throughHttpd() throws Exception {
        bench.otherRouter = door.in(PrivateHttpd.keeping(bench.flag(), bench.slots));
        assertNoneIsLost();
    }

    @Test
    void throughHaproxy() throws Exception {
        PrivateHaproxy haproxy = cleanup.add(PrivateHaproxy.of(bench.application, bench.slots));
        bench.adapter = door.in(haproxy).config();
        assertNoneIsLost();
    }

    private void assertNoneIsLost() throws Exception {
        deployed(Map.of());
        try (Http2Traffic traffic = Http2Traffic.to(door.url(), door.ofClient(), 50)) {
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.BLUE);
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
            assertThat(traffic.answers())
                    .anyMatch(line -> line.contains("release=r1"))
                    .anyMatch(line -> line.contains("release=r2"))
                    .anyMatch(line -> line.contains("release=r3"));
        }
    }
}
