package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a switch cannot come about for a reason that lies in the file and its directory, said before anything is begun. */
class HinderedSwitchIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final SlotPair slots = FreePorts.slots();

    private String reload;

    @TempDir
    Path folder;

    @Test
    void aFlagThatIsADirectoryIsNoFlag() throws Exception {
        Path flag = Files.createDirectory(folder.resolve("green"));
        TrafficRouter router = flag(flag, new LocalHost());
        assertThatThrownBy(router::inspect).hasMessageContaining(flag + ": it is a directory");
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("could not be created");
        assertThat(flag).isEmptyDirectory();
    }

    @Test
    void aFlagThatIsALinkToNothingIsNoneAndIsReplaced() throws Exception {
        Path flag = Files.createSymbolicLink(folder.resolve("green"), Path.of("nowhere"));
        TrafficRouter router = flag(flag, new LocalHost());
        assertThat(router.inspect().live()).contains(Slot.BLUE);
        router.switchTo(Slot.GREEN);
        assertThat(flag).isRegularFile().isEmptyFile();
        assertThat(folder.resolve("nowhere")).doesNotExist();
        router.switchTo(Slot.BLUE);
        assertThat(folder).isEmptyDirectory();
    }

    /** In a directory of one's own, where no sudo is needed. */
    @ParameterizedTest
    @ValueSource(strings = {"600", "444", "664", "755"})
    void anIncludedFileKeepsItsModeWhateverTheUmask(String mode) throws Exception {
        Path file = Files.writeString(folder.resolve("service-port.inc"), "set $service_port " + slots.blue() + ";\n");
        Programs.run("chmod", mode, file.toString());
        LocalHost host = new LocalHost("careful", List.of("sh", "-c", "umask 077; exec sh"), System.getenv("PATH"));
        reload = "true";
        // No nginx that runs includes it, so none is waited for.
        TrafficRouter router = include(file, host);
        router.switchTo(Slot.GREEN);
        assertThat(Files.readString(file)).contains(Integer.toString(slots.green()));
        assertThat(Programs.run("stat", "-c", "%a", file.toString())).contains(mode);
    }

    /** Nobody may read it, and it is there all the same. */
    @Test
    void aFlagNeedNotBeReadable() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can be somebody else").isTrue();
        open(folder);
        Path flag = Files.createFile(folder.resolve("green"));
        Files.setPosixFilePermissions(flag, PosixFilePermissions.fromString("---------"));
        assertThat(flag(flag, nobody()).read().live()).contains(Slot.GREEN);
    }

    @Test
    void aFlagThatMayNotBeRemovedIsToldAndNeedsNoUndo() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can be somebody else").isTrue();
        open(folder);
        Path flag = Files.createFile(folder.resolve("green"));
        TrafficRouter router = flag(flag, nobody());
        RouterState before = router.read();
        assertThatThrownBy(router::inspect)
                .hasMessageContaining("nobody may not write to " + folder)
                .hasMessageContaining("give it that directory");
        assertThatThrownBy(() -> router.switchTo(Slot.BLUE)).hasMessageContaining("could not be removed");
        router.restore(before);
        assertThat(flag).exists();
    }

    @Test
    void aStickyDirectoryKeepsTheFileOfSomebodyElse() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can be somebody else").isTrue();
        open(folder);
        Programs.run("chmod", "1777", folder.toString());
        Path flag = folder.resolve("green");
        TrafficRouter router = flag(flag, nobody());
        assertThat(router.inspect().live()).contains(Slot.BLUE);
        Files.createFile(flag);
        assertThatThrownBy(router::inspect).hasMessageContainingAll("it is not nobody's", "sticky bit", "chown");
        Programs.run("chown", "65534", flag.toString());
        router.inspect();
        router.switchTo(Slot.BLUE);
        assertThat(flag).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void aFilesystemThatIsMountedReadOnlyIsTold(String shell) throws Exception {
        assumeThat(Programs.asRoot()).as("only root can mount").isTrue();
        Path closed = Files.createDirectory(folder.resolve("closed"));
        String path =
                Shells.linkedAsSh(shell, Files.createDirectory(folder.resolve("shell"))) + ":" + System.getenv("PATH");
        String mount = "mount -t tmpfs -o ro tmpfs " + closed + " && exec sh";
        LocalHost host = new LocalHost("read-only", List.of("unshare", "-m", "sh", "-c", mount), path);
        assertThatThrownBy(flag(closed.resolve("green"), host)::inspect)
                .hasMessageContaining("the filesystem of " + closed + " is mounted read-only");
    }

    /** After a reboot, no flag would be taken for blue, and of an included file nginx would not start. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void aFilesystemThatARebootEmptiesIsTold(String shell) throws Exception {
        assumeThat(Programs.asRoot()).as("only root can mount").isTrue();
        Path memory = Files.createDirectory(folder.resolve("memory"));
        String path =
                Shells.linkedAsSh(shell, Files.createDirectory(folder.resolve("shell"))) + ":" + System.getenv("PATH");
        Path included = memory.resolve("service-port.inc");
        String mount = "mount -t tmpfs tmpfs " + memory + " && echo 'set $service_port " + slots.blue() + ";' >"
                + included + " && exec sh";
        LocalHost host = new LocalHost("memory", List.of("unshare", "-m", "sh", "-c", mount), path);
        reload = "true";
        for (TrafficRouter router : List.of(flag(memory.resolve("green"), host), include(included, host))) {
            assertThat(router.inspect().live()).contains(Slot.BLUE);
            assertThatThrownBy(router::checkReach)
                    .hasMessageContaining(memory + " is in memory (tmpfs), so after a reboot nothing would say any more"
                            + " which slot is live; choose a directory on a disk");
        }
        assertThat(flag(memory.resolve("green"), new LocalHost()).inspect().live())
                .contains(Slot.BLUE);
    }

    /** Such as NFS: util-linux says 65 for a directory there (flock(2) wants it open for writing). */
    @Test
    void aFileIsLockedWhereADirectoryCannotBe() throws Exception {
        tool("flock", "[ ! -d /proc/self/fd/8 ] || exit 65; exec /usr/bin/flock \"$@\"");
        Path flag = Files.createDirectory(folder.resolve("flag")).resolve("green");
        TrafficRouter router = flag(flag, new LocalHost(folder + ":" + System.getenv("PATH")));
        assertThat(router.switchTo(Slot.GREEN)).isEmpty();
        Path lock = flag.resolveSibling(".green.bluegreen.lock");
        Process other = new ProcessBuilder("flock", lock.toString(), "-c", "echo held; exec sleep 2").start();
        assertThat(other.inputReader().readLine()).isEqualTo("held");
        router.switchTo(Slot.BLUE);
        assertThat(Processes.alive(other.pid())).isFalse();
        assertThat(flag).doesNotExist();
    }

    @Test
    void whereNothingCanBeLockedThatIsSaid() throws Exception {
        tool("flock", "exit 71");
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            LocalHost host = new LocalHost(folder + ":" + System.getenv("PATH"));
            TrafficRouter router = new NginxRouterConfig(nginx.config()).on(host, slots);
            assertThat(router.inspect().live()).contains(Slot.BLUE);
            assertThat(router.switchTo(Slot.GREEN)).contains("cannot be locked");
            assertThat(router.read().live()).contains(Slot.GREEN);
        }
    }

    @Test
    void aReloadThatNginxRefusesForAPortThatIsTakenIsTold() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots);
                PrivateNginx other = PrivateNginx.withFlag(FreePorts.slots())) {
            int own = nginx.url().getPort();
            String text = Files.readString(nginx.configuration());
            Files.writeString(
                    nginx.configuration(),
                    text.replace(
                            "listen 127.0.0.1:" + own + ";",
                            "listen 127.0.0.1:" + other.url().getPort() + ";"));
            TrafficRouter router = new NginxRouterConfig(nginx.config()).on(new LocalHost(), slots);
            assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.evidence()).contains("its error log tells why"))
                    .hasMessageContaining("was not reloaded");
            assertThat(router.read().live()).contains(Slot.BLUE);
        }
    }

    /** USR2: a second master, child of the first, and both accept. Only one that left its parent hears it (ngx_signal_handler). */
    @Test
    void anNginxThatIsBeingUpgradedIsNotReloaded() throws Exception {
        try (PrivateNginx other = PrivateNginx.withInclude(slots)) {
            Path file = Files.copy(other.switchFile(), folder.resolve("service-port.inc"));
            long master = daemon(other, file);
            try {
                TrafficRouter router = include(file);
                router.inspect();
                signal("-USR2", master);
                Until.so(
                        LIMIT,
                        () -> second(master)
                                .filter(HinderedSwitchIT::hasWorkers)
                                .isPresent(),
                        () -> "no second master");
                assertThatThrownBy(router::inspect)
                        .hasMessageContainingAll("is being upgraded", "kill -QUIT " + master + ")");
                assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("is being upgraded");
                assertThat(file).hasSameTextualContentAs(other.switchFile());
                assertThat(new NginxRouterConfig(other.config())
                                .on(new LocalHost(), slots)
                                .inspect()
                                .live())
                        .as("another nginx on the host")
                        .contains(Slot.BLUE);
                signal("-QUIT", second(master).orElseThrow().pid());
                Until.so(LIMIT, () -> second(master).isEmpty(), () -> "the second master does not end");
                router.switchTo(Slot.GREEN);
                assertThat(router.inspect().live()).contains(Slot.GREEN);
            } finally {
                second(master).ifPresent(newer -> signal("-TERM", newer.pid()));
                signal("-TERM", master);
            }
        }
    }

    /** Starts an nginx with the same configuration but for its port and the file, and returns its master. */
    private long daemon(PrivateNginx like, Path file) throws Exception {
        Files.createDirectory(folder.resolve("temp"));
        Path configuration = Files.writeString(
                folder.resolve("nginx.conf"),
                Files.readString(like.configuration())
                        .replace("daemon off;", "")
                        .replace(":" + like.url().getPort() + ";", ":" + FreePorts.next() + ";")
                        .replace(like.switchFile().toString(), file.toString()));
        reload = "nginx -p " + folder + " -c " + configuration + " -s reload";
        Programs.run(Programs.find("nginx", "nginx"), "-p", folder.toString(), "-c", configuration.toString());
        Path pid = folder.resolve("nginx.pid");
        Until.so(LIMIT, () -> pid.toFile().length() > 0, () -> "nginx does not start");
        long master = Long.parseLong(Files.readString(pid).strip());
        Until.so(
                LIMIT,
                () -> ProcessHandle.of(master)
                        .filter(HinderedSwitchIT::hasWorkers)
                        .isPresent(),
                () -> "nginx has no workers");
        return master;
    }

    private static boolean hasWorkers(ProcessHandle master) {
        return master.children().findAny().isPresent();
    }

    private TrafficRouter include(Path file) {
        return include(file, new LocalHost());
    }

    private TrafficRouter include(Path file, LocalHost host) {
        return new NginxRouterConfig(new NginxConfig.Include(
                        List.of(), file.toString(), "service_port", "true", reload, Duration.ofSeconds(20)))
                .on(host, slots);
    }

    private static Optional<ProcessHandle> second(long master) {
        return ProcessHandle.of(master).stream()
                .flatMap(ProcessHandle::children)
                .filter(HinderedSwitchIT::isMaster)
                .findFirst();
    }

    private static boolean isMaster(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .startsWith("nginx: master process");
        } catch (IOException e) {
            return false;
        }
    }

    private static void signal(String signal, long pid) {
        Programs.run("kill", signal, Long.toString(pid));
    }

    private void tool(String name, String script) throws Exception {
        Path tool = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void open(Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static RemoteHost nobody() {
        return new LocalHost(
                "nobody's",
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh"),
                System.getenv("PATH"));
    }

    private TrafficRouter flag(Path flag, RemoteHost host) {
        return new NginxRouterConfig(new NginxConfig.Flag(List.of(), flag.toString())).on(host, slots);
    }
}
