package io.jenkins.plugins.bluegreen.jenkins.byhand;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a log is shown. */
class LogTailTest {

    @TempDir
    Path folder;

    @Test
    void isEmptyWhereThereIsNoLog() throws IOException {
        assertThat(LogTail.of(folder.resolve("none"))).isEmpty();
    }

    @Test
    void isTheWholeOfAShortOne() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "one\n\ub450 <b>\n");

        assertThat(LogTail.of(log)).isEqualTo("one\n\ub450 <b>\n");
    }

    @Test
    void isTheLastWholeLinesOfALongOne() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "\ud55c\uad6d\uc5b4 line\n".repeat(10_000) + "last\n");

        assertThat(LogTail.of(log))
                .startsWith("\ud55c\uad6d\uc5b4 line\n")
                .endsWith("line\nlast\n")
                .hasSizeLessThan(65_536);
    }
}
