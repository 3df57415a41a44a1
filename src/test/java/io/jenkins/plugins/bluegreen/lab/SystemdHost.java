package io.jenkins.plugins.bluegreen.lab;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Another host on this machine that a real systemd has booted: processes, files, users and units of its own, while {@code /tmp} and the network
 * are this machine's. It can be booted again. Only root may make it.
 *
 * <p>Its files lie over those of this machine, so that what is installed here is installed there (overlayfs of the kernel).
 */
public final class SystemdHost implements AutoCloseable, Elsewhere {

    /** Who is logged in there without being root. */
    public static final String USER = "deploy";

    private static final int UID = 2024;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** What a machine that is no machine has no use for, and what would be started of this one. */
    private static final List<String> MASKED = List.of(
            "systemd-udevd.service",
            "systemd-udev-trigger.service",
            "systemd-udevd-control.socket",
            "systemd-udevd-kernel.socket",
            "systemd-modules-load.service",
            "systemd-sysctl.service",
            "systemd-firstboot.service",
            "systemd-sysusers.service",
            "systemd-binfmt.service",
            "systemd-random-seed.service",
            "systemd-repart.service",
            "systemd-pcrphase.service",
            "systemd-pcrphase-sysinit.service",
            "systemd-update-utmp.service",
            "systemd-update-utmp-runlevel.service",
            "systemd-machine-id-commit.service",
            "systemd-remount-fs.service",
            "kmod-static-nodes.service",
            // These clear /tmp, which is that of all.
            "systemd-tmpfiles-setup.service",
            "systemd-tmpfiles-setup-dev.service",
            "systemd-tmpfiles-clean.timer",
            "dev-hugepages.mount",
            "dev-mqueue.mount",
            "sys-fs-fuse-connections.mount",
            "sys-kernel-config.mount",
            "sys-kernel-debug.mount",
            "sys-kernel-tracing.mount",
            "proc-sys-fs-binfmt_misc.automount",
            "tmp.mount",
            "getty.target");

    private final Scratch scratch = Scratch.create("systemd");
    private final Path disk = scratch.path().resolve("disk");
    private Process keeper;

    /** Boots it, with what is to be there before anything starts. */
    public SystemdHost() {
        try {
            for (String each : List.of("disk", "root")) {
                Files.createDirectory(scratch.path().resolve(each));
            }
            // What lies over a file system cannot lie on each of them, but on this one.
            Programs.run("mount", "-t", "tmpfs", "tmpfs", disk.toString());
            for (String each : List.of("upper", "work", "units")) {
                Files.createDirectory(disk.resolve(each));
            }
            for (String each : MASKED) {
                Files.createSymbolicLink(disk.resolve("units").resolve(each), Path.of("/dev/null"));
            }
            users();
            boot();
        } catch (IOException | RuntimeException e) {
            close();
            throw e instanceof RuntimeException known ? known : new UncheckedIOException((IOException) e);
        }
    }

    /** Skips the test where there can be none. */
    public static void assumePossible() {
        assumeThat(SeparateHost.possible())
                .as("only root can make hosts, and not in every container")
                .isTrue();
        for (String each : List.of(
                "/lib/systemd/systemd", "/usr/bin/dbus-daemon", "/usr/bin/sudo", "/lib/systemd/systemd-logind")) {
            assumeThat(Files.exists(Path.of(each)))
                    .as(each + " is missing; install it with: apt-get install systemd dbus libpam-systemd sudo")
                    .isTrue();
        }
    }

    private void users() throws IOException {
        add("etc/passwd", USER + ":x:" + UID + ":" + UID + "::/home/" + USER + ":/bin/sh\n");
        add("etc/group", USER + ":x:" + UID + ":\n");
        add("etc/shadow", USER + ":*:19000:0:99999:7:::\n");
        // Who is asked for its own name would ask a network that is not there.
        add("etc/hosts", "127.0.0.1 lab\n");
        // With that a journal is kept, and each user's apart, as is usual.
        Files.createDirectories(upper("var/log/journal"));
        Path home = Files.createDirectories(upper("home/" + USER));
        Programs.run("chown", UID + ":" + UID, home.toString());
        // Where the classes of the tests and their Java lie, and these may be root's.
        for (Path each : List.of(Programs.classesOf(SystemdHost.class), Path.of(System.getProperty("java.home")))) {
            for (Path above = each; above.getParent() != null; above = above.getParent()) {
                Path there = Files.createDirectories(upper(above.toString().substring(1)));
                Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private void add(String file, String line) throws IOException {
        Path there = upper(file);
        Files.createDirectories(there.getParent());
        Programs.run("cp", "-p", "/" + file, there.toString());
        Files.writeString(there, line, StandardOpenOption.APPEND);
    }

    /** Returns where a file of it is seen from outside, which has to be there before it boots to be sure to be seen. */
    private Path upper(String file) {
        return disk.resolve("upper").resolve(file);
    }

    private void boot() throws IOException {
        Path script = scratch.path().resolve("boot.sh");
        try (var text = SystemdHost.class.getResourceAsStream("systemd/boot.sh")) {
            Files.write(script, text.readAllBytes());
        }
        Path console = scratch.path().resolve("console");
        keeper = new ProcessBuilder("sh", script.toString(), scratch.path().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                .start();
        Until.so(
                LIMIT,
                () -> !keeper.isAlive() || isSystemd(first()) && up(),
                () -> "systemd does not come up: " + consoleText());
        if (!keeper.isAlive()) {
            throw new IllegalStateException("systemd does not start: " + consoleText());
        }
    }

    /** Not yet, as long as its first process makes its files ready. */
    private static boolean isSystemd(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                    .equals("systemd\n");
        } catch (IOException e) {
            return false;
        }
    }

    private boolean up() {
        return asRoot("systemctl is-system-running --wait").matches("(?s)(running|degraded).*");
    }

    private String consoleText() {
        try {
            return Files.readString(scratch.path().resolve("console"));
        } catch (IOException e) {
            return "it left nothing on the console";
        }
    }

    /** Returns the first process of it, as it is seen from outside; nothing where it is just starting or gone. */
    private long first() {
        return keeper.children().mapToLong(ProcessHandle::pid).findFirst().orElse(0);
    }

    /** Cuts its power, and boots it again. */
    public void reboot() {
        try {
            List<ProcessHandle> left = keeper.descendants().toList();
            keeper.destroyForcibly();
            Until.so(LIMIT, () -> left.stream().noneMatch(ProcessHandle::isAlive), () -> "it does not end: " + left);
            boot();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a unit's file, and has systemd read it. */
    public void unit(String name, String text) {
        file("/etc/systemd/system/" + name, text, "rw-r--r--");
        Programs.run(at("systemctl", "daemon-reload").toArray(String[]::new));
    }

    /** Writes a file on it, which is root's. */
    public void file(String path, String text, String mode) {
        try {
            Path file = scratch.write("file", text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            Programs.run(at("install", "-D", "-m", octal(mode), file.toString(), path)
                    .toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String octal(String mode) {
        int bits = 0;
        for (char each : mode.toCharArray()) {
            bits = bits << 1 | (each == '-' ? 0 : 1);
        }
        return Integer.toOctalString(bits);
    }

    /** Writes a unit's file of {@link #USER}, whose own systemd runs from now on, also without a login, and has that read it. */
    public void userUnit(String name, String text) {
        asRoot("loginctl enable-linger " + USER);
        file("/home/" + USER + "/.config/systemd/user/" + name, text, "rw-r--r--");
        asRoot("chown -R " + USER + " /home/" + USER);
        Until.so(
                LIMIT,
                () -> asUser("XDG_RUNTIME_DIR=/run/user/$(id -u) systemctl --user daemon-reload")
                        .isEmpty(),
                () -> "the user's own systemd does not come up");
    }

    /** Allows {@link #USER} these commands as root by sudo, and no others. */
    public void allow(List<String> lines) {
        file("/etc/sudoers.d/blue-green", String.join("\n", lines) + "\n", "r--r-----");
    }

    /** Runs a line of a shell as root, and returns what it says, whether it does well or not. */
    public String asRoot(String line) {
        return said(at("sh", "-c", line + " 2>&1 || :"));
    }

    /** Does the same as {@link #USER}. */
    public String asUser(String line) {
        return said(at(asUserWords("sh", "-c", line + " 2>&1 || :")));
    }

    private static String said(List<String> words) {
        return Programs.run(words.toArray(String[]::new));
    }

    private static String[] asUserWords(String... command) {
        List<String> words = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + UID,
                "--regid=" + UID,
                "--init-groups",
                "env",
                "HOME=/home/" + USER,
                "USER=" + USER));
        words.addAll(List.of(command));
        return words.toArray(String[]::new);
    }

    /** Returns it, logged in to as root. */
    public LocalHost login() {
        return new LocalHost("local", at("sh"), System.getenv("PATH"));
    }

    /** Returns it, logged in to as {@link #USER}. */
    public LocalHost loginAsUser() {
        return new LocalHost("local", at(asUserWords("sh")), System.getenv("PATH"));
    }

    /** Gives a folder to {@link #USER}, with all that is in it. */
    public void give(Path folder) {
        Programs.run("chown", "-R", UID + ":" + UID, folder.toString());
    }

    /**
     * {@inheritDoc}
     *
     * <p>nsenter(1) would fork to enter, and stop itself along with what it started, which systemd does to all for a moment when it shuts down.
     */
    @Override
    public List<String> at(String... command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "-t", Long.toString(first()), "-F"));
        words.addAll(List.of("-m", "-u", "-i", "-p", "-C", "sh", "-c", "\"$@\"; exit $?", "enter"));
        words.addAll(List.of(command));
        return words;
    }

    @Override
    public boolean listening(int port) {
        return Processes.listening(port);
    }

    @Override
    public void close() {
        if (keeper != null) {
            keeper.destroyForcibly();
        }
        // Nothing is to be deleted through what is mounted.
        String script = """
                groups=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)/${1##*/}
                tries=0
                until [ ! -d "$groups" ] || [ $tries -gt 100 ]; do
                    find "$groups" -depth -type d -exec rmdir {} \\;
                    tries=$((tries + 1))
                    sleep 0.02
                done
                umount -l "$1/disk"
                umount -l "$1/cgroup"
                exit 0
                """;
        Programs.run("sh", "-c", script, "clear", scratch.path().toString());
        scratch.close();
    }
}
