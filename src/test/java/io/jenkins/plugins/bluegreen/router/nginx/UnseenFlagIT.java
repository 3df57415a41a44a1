package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A flag file that the login user can make, and that nginx's workers, who are somebody else, may not see. */
class UnseenFlagIT {

    @TempDir
    Path folder;

    private final SlotPair slots = FreePorts.slots();
    private Path app;
    private Path flag;
    private PrivateNginx nginx;

    @BeforeEach
    void letWorkersBeNobody() throws Exception {
        assumeThat(Programs.asRoot())
                .as("only root can have nginx change users")
                .isTrue();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        app = folder.resolve("app");
        flag = Files.createDirectories(app.resolve("nginx")).resolve("green");
        start(flag);
    }

    private void start(Path file) throws Exception {
        nginx = PrivateNginx.withFlagAt(file, slots);
        String text = Files.readString(nginx.configuration());
        Files.writeString(nginx.configuration(), text.replace("user root;", "user nobody nogroup;"));
        Programs.run("sh", "-c", nginx.reloadCommand());
        Until.so(
                Duration.ofSeconds(20),
                () -> nginx.master().children().allMatch(UnseenFlagIT::isNobody),
                () -> "the workers are not nobody's");
    }

    private static boolean isNobody(ProcessHandle worker) {
        try {
            return Files.readString(Path.of("/proc/" + worker.pid() + "/status"))
                            .contains("Uid:\t65534\t")
                    && !Files.readString(Path.of("/proc/" + worker.pid() + "/cmdline"))
                            .contains("shutting down");
        } catch (Exception e) {
            return false;
        }
    }

    @AfterEach
    void stopNginx() {
        if (nginx != null) {
            nginx.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void isRefusedWhereADirectoryOfItsPathIsClosed(String shell) throws Exception {
        TrafficRouter router = router(LocalHost.in(shell, Files.createDirectory(folder.resolve("shell"))));
        assertThat(router.inspect().live()).contains(Slot.BLUE);
        mode(app, "rwx------");
        assertThatThrownBy(router::inspect)
                .hasMessageContainingAll(
                        "could not be switched by " + flag,
                        "nginx's workers (nobody) may not search " + app + " (root:root, mode 700)",
                        "chmod o+x");
        Programs.run("chmod", "o+x", app.toString());
        assertThat(router.inspect().live()).contains(Slot.BLUE);
    }

    @ParameterizedTest
    @CsvSource({
        "root:nogroup, rwx--x---, true",
        // Who is in the group is not one of the others.
        "root:nogroup, rwx---r-x, false",
        "nobody:root,  --x------, true",
        "nobody:root,  rw-rwxrwx, false"
    })
    void theFirstOfOwnerGroupAndOthersCounts(String owner, String mode, boolean seen) throws Exception {
        Programs.run("chown", owner, app.toString());
        mode(app, mode);
        if (seen) {
            assertThat(router(new LocalHost()).inspect().live()).contains(Slot.BLUE);
        } else {
            assertThatThrownBy(router(new LocalHost())::inspect)
                    .hasMessageContaining("may not search " + app + " (" + owner);
        }
    }

    @Test
    void isFollowedThroughLinks() throws Exception {
        nginx.close();
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("app/../app"));
        start(link.resolve("nginx/green"));
        TrafficRouter router = new NginxRouterConfig(nginx.config()).on(new LocalHost(), slots);
        assertThat(router.inspect().live()).contains(Slot.BLUE);
        mode(app, "rwx------");
        assertThatThrownBy(router::inspect).hasMessageContaining("may not search " + app + " (root:root, mode 700)");
    }

    /** Not every machine has the tools for lists, and not every filesystem has lists, so what ls and getfacl(1) print is given. */
    @ParameterizedTest
    @CsvSource({
        "user:65534:--x, mask::--x, other::---, true",
        "user:65534:--x, mask::r--, other::--x, false",
        "user:65534:r--, mask::rwx, other::--x, false",
        "group:65534:--x, mask::--x, other::---, true",
        "group:65534:r--, mask::rwx, other::--x, false",
        "user:7:--x, mask::--x, other::---, false",
        "user:7:r--, mask::--x, other::--x, true",
        "not readable,,, true"
    })
    void anAccessControlListGoesBeforeTheMode(String entry, String mask, String other, boolean seen) throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        String list = String.join("\n", "user::rwx", entry, "group::---", String.valueOf(mask), String.valueOf(other));
        boolean readable = mask != null;
        tool(tools, "getfacl", readable ? "printf '%s\\n' '" + list + "'" : "exit 1");
        tool(tools, "ls", "case $3 in " + app + ") echo 'drwx--x---+ 3 0 0' ;; *) exec /bin/ls \"$@\" ;; esac");
        TrafficRouter router = router(new LocalHost(tools + ":" + System.getenv("PATH")));
        if (seen) {
            assertThat(router.inspect().live()).contains(Slot.BLUE);
        } else {
            assertThatThrownBy(router::inspect).hasMessageContaining("may not search " + app);
        }
    }

    private static void tool(Path folder, String name, String script) throws Exception {
        Path tool = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** As a service has it with PrivateTmp, or a container. */
    @Test
    void isRefusedWhereNginxHasAnotherDirectoryThere() throws Exception {
        String mount = "mount -t tmpfs tmpfs '" + flag.getParent() + "' && exec sh";
        LocalHost elsewhere =
                new LocalHost("elsewhere", List.of("unshare", "-m", "sh", "-c", mount), System.getenv("PATH"));
        assertThatThrownBy(router(elsewhere)::inspect)
                .hasMessageContaining("nginx's workers (nobody) find another directory at " + flag.getParent()
                        + " than the login user");
        String same = "mount --bind '" + flag.getParent() + "' '" + flag.getParent() + "' && exec sh";
        LocalHost bound = new LocalHost("bound", List.of("unshare", "-m", "sh", "-c", same), System.getenv("PATH"));
        assertThat(router(bound).inspect().live()).contains(Slot.BLUE);
    }

    private TrafficRouter router(LocalHost host) {
        return new NginxRouterConfig(new NginxConfig.Flag(List.of(), flag.toString())).on(host, slots);
    }

    private static void mode(Path path, String mode) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
