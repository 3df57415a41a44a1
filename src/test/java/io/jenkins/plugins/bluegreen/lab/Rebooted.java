package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * This machine as it is after a reboot: none of the processes of before, and another boot id (pid_namespaces(7), random(4)). Its files and
 * its network are the same. What is started there ends with it. Only root may make it.
 */
public final class Rebooted implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process keeper;
    private final long first;

    /** @param folder where it may write */
    public Rebooted(Path folder) {
        Path ready = folder.resolve("rebooted");
        // The first process reaps those whose parents are gone.
        String script =
                "echo 6f1f0b9e-0000-4000-8000-000000000001 >\"$1.id\" && mount --bind \"$1.id\" /proc/sys/kernel/random/boot_id"
                        + " && : >\"$1\" && while :; do wait; sleep 0.1; done";
        try {
            Files.deleteIfExists(ready);
            keeper = new ProcessBuilder(
                            "unshare",
                            "--fork",
                            "--kill-child",
                            "--pid",
                            "--mount-proc",
                            "sh",
                            "-c",
                            script,
                            "keeper",
                            ready.toString())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Until.so(LIMIT, () -> Files.exists(ready), () -> "the machine does not come up");
        first = keeper.children().findFirst().orElseThrow().pid();
    }

    /** Returns the command that runs a command on it. */
    public List<String> at(String... command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "-t", Long.toString(first), "-p", "-m"));
        words.addAll(List.of(command));
        return words;
    }

    /** Returns it, logged in to, with a shell of that path. */
    public LocalHost login(String path) {
        return new LocalHost("local", at("sh"), path);
    }

    @Override
    public void close() {
        keeper.destroyForcibly();
        Until.so(LIMIT, () -> !Processes.alive(first), () -> "the machine does not go down");
    }
}
