package io.jenkins.plugins.bluegreen.lab;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The shells that a host may have as {@code sh}. */
public final class Shells {

    private Shells() {}

    /**
     * Makes a folder in which a shell is {@code sh}.
     *
     * @param shell {@code dash}, {@code bash} or {@code busybox}; with the last one, its own tools are there as well
     */
    public static Path linkedAsSh(String shell, Path folder) throws IOException, InterruptedException {
        Path program = Path.of("/bin", shell);
        assumeThat(program).as("apt-get install " + shell).isExecutable();
        Path bin = Files.createDirectories(folder.resolve("bin"));
        // A copy, so that all links stay within the temporary folder.
        Files.copy(program, bin.resolve(shell), StandardCopyOption.COPY_ATTRIBUTES);
        if (shell.equals("busybox")) {
            Programs.run(bin.resolve(shell).toString(), "--install", "-s", bin.toString());
        } else {
            Files.createSymbolicLink(bin.resolve("sh"), Path.of(shell));
        }
        return bin;
    }

    /** Makes a folder in which all programs of this machine are, but for some. */
    public static Path withAllBut(Path folder, String... missing) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        try (Stream<Path> programs = Files.list(Path.of("/usr/bin"))) {
            for (Path program : programs.filter(path ->
                            !List.of(missing).contains(path.getFileName().toString()))
                    .toList()) {
                Files.createSymbolicLink(bin.resolve(program.getFileName()), program);
            }
        }
        return bin;
    }

    /** Makes a folder in which a shell and these programs of this machine are. */
    public static Path withOnly(Path folder, List<String> programs) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("sh"), Path.of("/usr/bin/sh"));
        for (String program : programs) {
            Files.createSymbolicLink(bin.resolve(program), Path.of("/usr/bin", program));
        }
        return bin;
    }
}
