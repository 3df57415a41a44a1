package io.jenkins.plugins.bluegreen.deploy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deploy directory from which others have something too, such as pages that nginx serves. */
class DirectoryModeIT extends OnBench {

    @ParameterizedTest
    @ValueSource(strings = {"755", "2775", "711"})
    void keepsItsModeAndWhatIsOursIsPrivate(String mode) throws Exception {
        Path page = Files.writeString(Files.createDirectories(bench.directory()).resolve("page.html"), "a page");
        Programs.run("chmod", mode, bench.directory().toString());
        Programs.run("chmod", "644", page.toString());
        for (int i = 0; i < 2; i++) {
            deployed(Map.of("SECRET", "word"));
            assertThat(mode(bench.directory())).isEqualTo(mode);
            assertThat(mode(page)).isEqualTo("644");
        }
        try (Stream<Path> files = Files.list(bench.directory())) {
            List<Path> ours = files.filter(file -> !file.equals(page)).toList();
            assertThat(ours)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(
                            file -> assertThat(mode(file)).as(file.toString()).matches("2?[67]00"));
        }
    }

    /** A directory may say what others are to have of all that is made in it (acl(5)); then nobody's umask counts. */
    @Test
    void isPrivateAlsoWhereTheDirectoryHandsRightsOn() throws Exception {
        Files.createDirectories(bench.directory());
        Process handing = new ProcessBuilder(
                        "sh",
                        "-c",
                        "setfacl -d -m u::rwx,g::rwx,o::rwx \"$1\" || exec python3 -c '" + """
                import os, struct, sys
                entry = lambda tag: struct.pack("<HHI", tag, 7, 0xffffffff)
                os.setxattr(sys.argv[1], "system.posix_acl_default", struct.pack("<I", 2) + entry(1) + entry(4) + entry(32))
                """ + "' \"$1\"",
                        "handing",
                        bench.directory().toString())
                .start();
        assumeThat(handing.waitFor())
                .as("neither setfacl nor python3 is there, or no lists are")
                .isZero();
        Path theirs = Files.createFile(bench.directory().resolve("theirs"));
        assertThat(mode(theirs)).isEqualTo("666");
        Files.delete(theirs);
        deployed(Map.of());
        try (Stream<Path> files = Files.list(bench.directory())) {
            assertThat(files)
                    .allSatisfy(
                            file -> assertThat(mode(file)).as(file.toString()).matches("[67]00"));
        }
        assertThat(mode(bench.directory().resolve("releases/r1/.kept"))).isEqualTo("600");
    }

    private static String mode(Path file) {
        return Programs.run("stat", "-c", "%a", file.toString()).strip();
    }
}
