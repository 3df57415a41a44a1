package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What sudo allows a user who owns nothing on a {@link SeparateHost}, whose own folder lies over that of sudo's files; the rest of the machine
 * does not see it.
 *
 * @param folder the host's own
 */
public record Sudoers(Path folder) {

    /** Where sudo looks. */
    public static final Path SUDOERS = Path.of("/etc/sudoers.d");

    /** Returns the command that writes beside a file what is to take its place, as README lists it. */
    public static String tee(Path file) {
        return "/usr/bin/tee " + next(file);
    }

    /** Returns the one that puts it in its place. */
    public static String move(Path file) {
        return "/usr/bin/mv -f " + next(file) + " " + file;
    }

    /** Returns the one that has it keep an owner and a mode that tee does not leave. */
    public static String copy(Path file) {
        return "/usr/bin/cp -p " + file + " " + next(file);
    }

    /** Returns what lies beside a file until it takes its place. */
    public static Path next(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".bluegreen");
    }

    /** Allows these commands, and no others. */
    public void allow(String... commands) {
        write("", commands);
    }

    /** Does the same with a line before them. */
    public void write(String line, String... commands) {
        StringBuilder lines = new StringBuilder(line);
        for (String command : commands) {
            lines.append("nobody ALL=(root) NOPASSWD: ").append(command).append('\n');
        }
        try {
            Path file = Files.writeString(folder.resolve("blue-green"), lines);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a line. */
    public void add(String line) throws IOException {
        Files.writeString(folder.resolve("blue-green"), line + "\n", StandardOpenOption.APPEND);
    }
}
