package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The include layout for a login user who may do no more than README's lines for sudo allow; the included file is root's. */
class SudoIT {

    private static final Path SUDOERS = Path.of("/etc/sudoers.d");

    @TempDir
    Path folder;

    private final SlotPair slots = FreePorts.slots();
    private PrivateNginx nginx;
    private SeparateHost host;
    private NginxConfig config;
    private TrafficRouter router;

    @BeforeEach
    void layOut() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can make hosts").isTrue();
        assumeThat(Path.of("/usr/bin/sudo")).as("apt-get install sudo").isExecutable();
        nginx = PrivateNginx.withInclude(slots);
        // Its own folder lies over that of sudo, which the rest of the machine does not see.
        host = new SeparateHost("sudo", Files.createDirectory(folder.resolve("sudoers")), SUDOERS);
        Files.setPosixFilePermissions(nginx.configuration().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        config = new NginxConfig.Include(
                List.of(),
                nginx.switchFile().toString(),
                "service_port",
                "sudo -n " + nginx.testCommand(),
                "sudo -n " + nginx.reloadCommand(),
                Duration.ofMinutes(1));
        router = new NginxRouterConfig(config).on(host.loginAsNobody(), slots);
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

    @ParameterizedTest
    @CsvSource({"027, rw-r--r--", "077, rw-r--r--", "022, rw----r--", "000, rw-r--r--"})
    void theFileStaysAsItIsWhateverTheUmask(String umask, String mode) throws Exception {
        allow(nginx.testCommand(), nginx.reloadCommand(), tee(), move());
        Files.setPosixFilePermissions(nginx.switchFile(), PosixFilePermissions.fromString(mode));
        router = new NginxRouterConfig(config).on(host.loginAsNobody(umask), slots);
        for (Slot slot : List.of(Slot.GREEN, Slot.BLUE)) {
            router.inspect();
            router.switchTo(slot);
            assertThat(router.read().live()).contains(slot);
            assertThat(Files.getPosixFilePermissions(nginx.switchFile()))
                    .isEqualTo(PosixFilePermissions.fromString(mode));
            assertThat(Files.getOwner(nginx.switchFile()).getName()).isEqualTo("root");
        }
    }

    /** The group of the login user may read it, and nobody else. */
    @Test
    void aFileOfAnotherGroupNeedsOneCommandMore() throws Exception {
        allow(nginx.testCommand(), nginx.reloadCommand(), tee(), move());
        Programs.run("chown", "root:65534", nginx.switchFile().toString());
        Programs.run("chmod", "640", nginx.switchFile().toString());
        assertThatThrownBy(router::inspect)
                .hasMessageContainingAll(
                        "it would not stay as it is (root:nogroup, mode 640)", "allow '" + copy() + "'");
        allow(nginx.testCommand(), nginx.reloadCommand(), tee(), move(), copy());
        router.inspect();
        router.switchTo(Slot.GREEN);
        assertThat(router.read().live()).contains(Slot.GREEN);
        assertThat(Programs.run("stat", "-c", "%U:%G %a", nginx.switchFile().toString()))
                .contains("root:nogroup 640");
    }

    /** As a switch leaves it that was killed, with a umask for all that sudo runs. */
    @Test
    void whatIsLeftOfAnEarlierSwitchDoesNotTakeTheFilesPlace() throws Exception {
        allow(nginx.testCommand(), nginx.reloadCommand(), tee(), move());
        Files.setPosixFilePermissions(Files.createFile(next()), PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(router::inspect).hasMessageContaining("it would not stay as it is");
        String before = Files.readString(nginx.switchFile());
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("could not be replaced");
        assertThat(nginx.switchFile()).hasContent(before);
        Files.delete(next());
        router.inspect();
        router.switchTo(Slot.GREEN);
    }

    @Test
    void aUmaskOfSudoItselfIsToldBeforeTheFileIsTouched() throws Exception {
        allow(nginx.testCommand(), nginx.reloadCommand(), tee(), move());
        Files.writeString(folder.resolve("sudoers/blue-green"), "Defaults umask=0077\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .isInstanceOfSatisfying(
                        HostException.class,
                        e -> assertThat(e.evidence()).contains("0 0 600 instead of 0 0 644", "allow 'cp -p"));
        assertThat(router.read().live()).contains(Slot.BLUE);
        allow(nginx.testCommand(), nginx.reloadCommand(), tee(), move(), copy());
        Files.writeString(folder.resolve("sudoers/blue-green"), "Defaults umask=0077\n", StandardOpenOption.APPEND);
        router.inspect();
        router.switchTo(Slot.GREEN);
        assertThat(router.read().live()).contains(Slot.GREEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t", "-s reload"})
    void aCommandThatSudoDoesNotAllowIsToldBeforeAnything(String command) throws Exception {
        boolean test = command.equals("-t");
        allow(test ? nginx.reloadCommand() : nginx.testCommand(), tee(), move());
        assertThatThrownBy(router::inspect)
                .hasMessageContaining("sudo does not allow nobody to run 'sudo -n "
                        + (test ? nginx.testCommand() : nginx.reloadCommand()) + "'");
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .hasMessageContaining("sudo on sudo does not allow the login user to run 'sudo -n ");
        assertThat(nginx.errors()).doesNotContain("reconfiguring");
    }

    /** As some hosts are hardened: what sudo allows, it tells for a password only. */
    @Test
    void whatSudoDoesNotTellIsTried() throws Exception {
        String always = "Defaults listpw=always\n";
        allow(nginx.testCommand(), nginx.reloadCommand(), tee(), move());
        Files.writeString(folder.resolve("sudoers/blue-green"), always, StandardOpenOption.APPEND);
        router.inspect();
        router.check();
        router.switchTo(Slot.GREEN);
        assertThat(router.read().live()).contains(Slot.GREEN);
        Files.writeString(folder.resolve("sudoers/blue-green"), always + "nobody ALL=(root) ALL\n");
        assertThatThrownBy(router::inspect).hasMessageContaining("sudo wants a password of nobody to run 'sudo -n ");
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
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .hasMessageContainingAll("sudo on sudo does not allow", "is as it was");
        assertThat(nginx.switchFile()).hasContent(before);
    }

    @Test
    void aLinkIsReplacedWithTheCommandsThatReadmeLists() throws Exception {
        Path file = nginx.switchFile();
        Path link = Files.createSymbolicLink(file.resolveSibling("active.inc"), Path.of("blue.inc"));
        Files.copy(file, file.resolveSibling("blue.inc"));
        Files.writeString(file.resolveSibling("green.inc"), "set $service_port " + slots.green() + ";\n");
        Path next = file.resolveSibling(".active.inc.bluegreen");
        String toGreen = "/usr/bin/ln -sfn green.inc " + next;
        String toBlue = "/usr/bin/ln -sfn blue.inc " + next;
        String move = "/usr/bin/mv -f " + next + " " + link;
        router = new NginxRouterConfig(new NginxConfig.Include(
                        List.of(),
                        link.toString(),
                        null,
                        "sudo -n " + nginx.testCommand(),
                        "sudo -n " + nginx.reloadCommand(),
                        Duration.ofMinutes(1)))
                .on(host.loginAsNobody(), slots);
        allow(nginx.testCommand(), nginx.reloadCommand(), toGreen, move);
        assertThatThrownBy(router::check)
                .isInstanceOfSatisfying(
                        HostException.class,
                        e -> assertThat(e.getMessage()).contains("allow", "ln -sfn blue.inc " + next));
        allow(nginx.testCommand(), nginx.reloadCommand(), toGreen, toBlue, move);
        router.check();
        RouterState before = router.read();
        router.switchTo(Slot.GREEN);
        assertThat(Files.readSymbolicLink(link)).hasToString("green.inc");
        router.restore(before);
        assertThat(Files.readSymbolicLink(link)).hasToString("blue.inc");
    }

    @Test
    void aContainerIsReachedWithTheCommandsThatReadmeLists() throws Exception {
        Path docker = nginx.configuration().resolveSibling("docker");
        String command = nginx.testCommand().replaceFirst(" -t$", "");
        Files.writeString(
                docker, "#!/bin/sh\n[ \"$1 $2 $3\" = 'exec proxy nginx' ] && shift 3 && exec " + command + " \"$@\"\n");
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> lines = shown("NOPASSWD: /usr/bin/docker (.*)", docker + " ");
        List<String> commands = shown("[a-z]+Command: '(sudo -n docker .*?)'", "");
        config = new NginxConfig.Include(
                List.of(),
                nginx.switchFile().toString(),
                "service_port",
                commands.get(0).replace("docker", docker.toString()),
                commands.get(1).replace("docker", docker.toString()),
                Duration.ofMinutes(1));
        router = new NginxRouterConfig(config).on(host.loginAsNobody(), slots);
        for (String line : lines) {
            allow(line, tee(), move());
            assertThatThrownBy(router::inspect).hasMessageContaining("sudo does not allow nobody to run 'sudo -n");
        }
        allow(lines.get(0), lines.get(1), tee(), move());
        router.inspect();
        router.switchTo(Slot.GREEN);
        assertThat(router.read().live()).contains(Slot.GREEN);
    }

    /** Returns the two that README shows. */
    private static List<String> shown(String pattern, String before) throws IOException {
        List<String> shown = Pattern.compile(pattern)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(found -> before + found.group(1))
                .toList();
        assertThat(shown).hasSize(2);
        return shown;
    }

    private String tee() {
        return "/usr/bin/tee " + next();
    }

    private String move() {
        return "/usr/bin/mv -f " + next() + " " + nginx.switchFile();
    }

    private String copy() {
        return "/usr/bin/cp -p " + nginx.switchFile() + " " + next();
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
