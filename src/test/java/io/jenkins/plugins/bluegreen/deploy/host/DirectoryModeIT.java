package io.jenkins.plugins.bluegreen.deploy.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    private static String mode(Path file) {
        return Programs.run("stat", "-c", "%a", file.toString()).strip();
    }
}
