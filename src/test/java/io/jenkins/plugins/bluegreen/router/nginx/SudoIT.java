package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The include layout for a login user who may do no more than README's lines for sudo allow; the included file is root's. */
class SudoIT {

    private static final Path SUDOERS = Path.of("/etc/sudoers.d");

    @TempDir
    Path folder;

    private final SlotPair slots = FreePorts.slots();
    private PrivateNginx nginx;
    private SeparateHost host;
    private TrafficRouter router;

    @BeforeEach
    void layOut() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can make hosts").isTrue();
        assumeThat(Path.of("/usr/bin/sudo")).as("apt-get install sudo").isExecutable();
        nginx = PrivateNginx.withInclude(slots);
        // Its own folder lies over that of sudo, which the rest of the machine does not see.
        host = new SeparateHost("sudo", Files.createDirectory(folder.resolve("sudoers")), SUDOERS);
        Files.setPosixFilePermissions(nginx.configuration().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        router = new NginxRouterConfig(new NginxConfig.Include(
                        List.of(),
                        nginx.switchFile().toString(),
                        "service_port",
                        "sudo -n " + nginx.testCommand(),
                        "sudo -n " + nginx.reloadCommand(),
                        Duration.ofMinutes(1)))
                .on(host.loginAsNobody(), slots);
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
        if (nginx != null) {
            nginx.close();
        }
    }

    @Test
    void switchesAndRestoresWithTheFourCommandsThatReadmeLists() throws Exception {
        allow(nginx.testCommand(), nginx.reloadCommand(), tee(), move());
        String before = Files.readString(nginx.switchFile());
        router.check();
        RouterState reading = router.inspect();
        assertThat(reading.live()).contains(Slot.BLUE);
        router.switchTo(Slot.GREEN);
        assertThat(router.read().live()).contains(Slot.GREEN);
        assertThat(nginx.errors()).contains("reconfiguring");
        assertThat(Files.getOwner(nginx.switchFile()).getName()).isEqualTo("root");
        router.restore(reading);
        assertThat(nginx.switchFile()).hasContent(before);
    }

    @Test
    void saysThatItMayNotReplaceTheFile() throws Exception {
        allow(nginx.testCommand(), nginx.reloadCommand());
        String before = Files.readString(nginx.switchFile());
        assertThatThrownBy(router::check).hasMessageContaining("could not be switched by " + nginx.switchFile());
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .hasMessageContaining("sudo must allow the two commands that README lists");
        assertThat(nginx.switchFile()).hasContent(before);
    }

    @Test
    void saysThatNginxMayNotBeReloadedAndPutsTheFileBack() throws Exception {
        allow(nginx.testCommand(), tee(), move());
        String before = Files.readString(nginx.switchFile());
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("was not reloaded");
        assertThat(nginx.switchFile()).hasContent(before);
    }

    private String tee() {
        return "/usr/bin/tee " + next();
    }

    private String move() {
        return "/usr/bin/mv -f " + next() + " " + nginx.switchFile();
    }

    private Path next() {
        return nginx.switchFile().resolveSibling("." + nginx.switchFile().getFileName() + ".bluegreen");
    }

    private void allow(String... commands) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String command : commands) {
            lines.append("nobody ALL=(root) NOPASSWD: ").append(command).append('\n');
        }
        Path file = Files.writeString(folder.resolve("sudoers/blue-green"), lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    }
}
