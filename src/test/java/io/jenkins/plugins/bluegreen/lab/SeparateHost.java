package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Another host on this machine: a network of its own, and one folder of its own that lies at a path where each such host has one
 * (unshare(1), nsenter(1)). Only root may make it.
 */
public final class SeparateHost implements AutoCloseable, Elsewhere {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process keeper;
    private final boolean alone;
    private final String name;
    private final Path own;

    /**
     * Makes it.
     *
     * @param own the folder that only this host has
     * @param shared where this host sees it
     */
    public SeparateHost(String name, Path own, Path shared) {
        this(name, own, shared, false);
    }

    /** Makes one that sees no processes but its own either. */
    static SeparateHost alone(String name, Path own, Path shared) {
        return new SeparateHost(name, own, shared, true);
    }

    private SeparateHost(String name, Path own, Path shared, boolean alone) {
        this.name = name;
        this.alone = alone;
        this.own = own;
        Path ready = own.resolve(".ready");
        String script = "mount --bind \"$1\" \"$2\" && ip link set lo up && : >\"$1/.ready\" && exec sleep 7200";
        try {
            List<String> words = new ArrayList<>(List.of("unshare", "-n", "-m"));
            if (alone) {
                words.addAll(List.of("-p", "--fork", "--kill-child", "--mount-proc"));
            }
            words.addAll(List.of("sh", "-c", script, "keeper", own.toString(), shared.toString()));
            keeper = new ProcessBuilder(words).inheritIO().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Until.so(LIMIT, () -> Files.exists(ready), () -> "the host " + name + " does not come up");
    }

    /** Tells whether such hosts can be made, and filesystems mounted: root may, but not in every container. */
    public static boolean possible() {
        if (!Programs.asRoot() || !Files.exists(Path.of("/sbin/ip"))) {
            return false;
        }
        try {
            return new ProcessBuilder("unshare", "-n", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** Returns the host, logged in to. */
    public LocalHost login() {
        return new LocalHost(name, at("sh"), System.getenv("PATH"), at(), root());
    }

    /** Returns the host, logged in to as a user who owns nothing and belongs to no group. */
    public LocalHost loginAsNobody() {
        return loginAsNobody("022");
    }

    /** Returns the same, whose files are made with this umask. */
    public LocalHost loginAsNobody(String umask) {
        String login = "umask " + umask + " && exec setpriv --reuid=65534 --regid=65534 --clear-groups sh \"$@\"";
        return new LocalHost(name, at("sh", "-c", login, "login"), System.getenv("PATH"), at(), root());
    }

    /** Where what is mounted there is found from here (proc(5)). */
    private String root() {
        return "/proc/" + keeper.pid() + "/root";
    }

    @Override
    public List<String> at(String... command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "-t", Long.toString(keeper.pid()), "-n", "-m"));
        if (alone) {
            words.add("--pid=/proc/" + keeper.pid() + "/ns/pid_for_children");
        }
        words.addAll(List.of(command));
        return words;
    }

    /** Connects it with this machine. */
    public Cable plugIn() {
        return new Cable(keeper.pid());
    }

    @Override
    public boolean listening(int port) {
        return Processes.listening(keeper.pid(), port);
    }

    /** Returns the folder that only this host has, as seen from outside. */
    public Path own() {
        return own;
    }

    @Override
    public void close() {
        if (alone) {
            // It heeds no SIGTERM while its child runs, which ends with it.
            Processes.kill(keeper.toHandle());
        } else {
            Processes.stop(keeper);
        }
    }
}
