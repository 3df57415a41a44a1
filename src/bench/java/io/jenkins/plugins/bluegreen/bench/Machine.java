package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the benchmark ran on. */
final class Machine {

    private Machine() {}

    /** Returns one line. */
    static String facts() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.replaceFirst("[^:]*: *", "") + ", ")
                .findFirst()
                .orElse("");
        return processor + Runtime.getRuntime().availableProcessors() + " cores, Linux "
                + System.getProperty("os.version") + ", Java " + System.getProperty("java.version") + ", "
                + Programs.run(Programs.find("nginx", "nginx"), "-v")
                        .replaceFirst("nginx version: ", "")
                        .strip()
                + ", " + Programs.run("ssh", "-V").replaceFirst(",.*", "").strip();
    }
}
