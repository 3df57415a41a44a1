package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs of the system that the laboratory needs. */
public final class Programs {

    private static final List<String> SYSTEM = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");

    private Programs() {}

    /**
     * Finds a program, also where only root has it on the path.
     *
     * @param debianPackage the package that brings it
     * @throws IllegalStateException with the one sentence that says what to install
     */
    public static String find(String program, String debianPackage) {
        Stream<String> path =
                Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"));
        return Stream.concat(path, SYSTEM.stream())
                .map(directory -> Path.of(directory.isEmpty() ? "." : directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        program + " is missing; install it with: apt-get install " + debianPackage));
    }

    /**
     * Runs a program to its end.
     *
     * @return what it wrote
     * @throws IllegalStateException if it did not end with 0
     */
    public static String run(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        String.join(" ", words) + " ended with " + process.exitValue() + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the folder or jar that a class was loaded from. */
    public static Path classesOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells whether this runs as root. */
    public static boolean asRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
