package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What runs on this machine, read from {@code /proc} (proc(5)). */
public final class Processes {

    private static final String LISTEN = "0A";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private Processes() {}

    /** Tells whether somebody listens on a TCP port. */
    public static boolean listening(int port) {
        return !listeningSockets("self", port).isEmpty();
    }

    /** Tells whether somebody listens on a TCP port of the network that a process is in. */
    static boolean listening(long pid, int port) {
        return !listeningSockets(Long.toString(pid), port).isEmpty();
    }

    /** Returns who listens on a TCP port, as far as the current user may see it. */
    public static Optional<Long> listenerOf(int port) {
        Set<String> sockets = listeningSockets("self", port).stream()
                .map(inode -> "socket:[" + inode + "]")
                .collect(Collectors.toSet());
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> links(Path.of("/proc", Long.toString(pid), "fd")).anyMatch(sockets::contains))
                .findFirst();
    }

    /** Waits until somebody listens. */
    public static void awaitListening(int port, Duration limit) {
        Until.so(limit, () -> listening(port), () -> "nobody listens on port " + port + " after " + limit);
    }

    /** Tells whether a process is there, and not just waiting to be reaped. It is as long as one of its threads is, which may have its ports. */
    public static boolean alive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            // The third of all is the state, that of the first thread, and the 20th the number of threads (proc(5)).
            return !fields[0].equals("Z") || Integer.parseInt(fields[17]) > 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the processes whose working directory, command line or environment names a directory. */
    public static List<Long> in(Path directory) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> pid != ProcessHandle.current().pid() && belongsTo(pid, directory.toString()))
                .toList();
    }

    /** Ends the processes that belong to a directory with an unmistakable name, all at once and by force. */
    public static void stopAllIn(Path directory) {
        // One that is killed may be started again by another one of them.
        Until.so(
                STOP_LIMIT,
                () -> {
                    List<Long> left = in(directory);
                    left.forEach(pid -> ProcessHandle.of(pid).ifPresent(Processes::kill));
                    return left.isEmpty();
                },
                () -> "in " + directory + " processes are started again and again");
    }

    /** Ends a process and those that it started, politely, and by force after 10 s. */
    public static void stop(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            process.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(Processes::kill);
    }

    /** Ends a process by force, and waits until it is gone. */
    public static void kill(ProcessHandle process) {
        process.destroyForcibly();
        Until.so(STOP_LIMIT, () -> !alive(process.pid()), () -> "process " + process.pid() + " does not end");
    }

    private static List<String> listeningSockets(String process, int port) {
        String suffix = String.format(":%04X", port);
        return Stream.of("tcp", "tcp6")
                .map(table -> Path.of("/proc", process, "net", table))
                .flatMap(Processes::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(word -> word.length > 9 && word[1].endsWith(suffix) && word[3].equals(LISTEN))
                .map(word -> word[9])
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Stream<String> links(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(Processes::link).toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static String link(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean belongsTo(long pid, String directory) {
        Path proc = Path.of("/proc", Long.toString(pid));
        return link(proc.resolve("cwd")).startsWith(directory)
                || text(proc.resolve("cmdline")).contains(directory)
                || text(proc.resolve("environ")).contains(directory);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
