package io.jenkins.plugins.bluegreen.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Watches the command lines of all processes of this machine for a word, as any other user could. */
final class CommandLines implements AutoCloseable {

    private static final Duration GAP = Duration.ofMillis(5);

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Thread watcher;
    private volatile boolean over;

    CommandLines(String word) {
        watcher = new Thread(() -> {
            while (!over) {
                ProcessHandle.allProcesses()
                        .map(CommandLines::text)
                        .filter(line -> line.contains(word))
                        .forEach(seen::add);
                LockSupport.parkNanos(GAP.toNanos());
            }
        });
        watcher.start();
    }

    /** Returns those that held it. */
    List<String> seen() {
        return seen;
    }

    private static String text(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        watcher.join();
    }
}
