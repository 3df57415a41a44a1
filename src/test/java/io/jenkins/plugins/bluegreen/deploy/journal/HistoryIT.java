package io.jenkins.plugins.bluegreen.deploy.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history of years, which is cut with the end of a deployment. */
class HistoryIT {

    private static final List<String> SHELLS = List.of("dash", "bash", "busybox");

    @TempDir
    Path folder;

    private final Map<String, LocalHost> hosts = new HashMap<>();
    private Path directory;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void makeReleases() throws IOException {
        directory = Files.createDirectories(folder.resolve("app dir's"));
        for (String release : List.of("r1.0", "r2", "r3")) {
            Path shipped = Files.createDirectories(directory.resolve("releases/" + release));
            Files.createFile(shipped.resolve(".shipped-by"));
        }
    }

    private String line(String how, String release, String left) {
        String line = how + " at=2026-01-01T00:00:00Z application=shop deployment=d" + lines.size() + " release="
                + release + " slot=blue" + left + " owner=x release=r2 slot=blue owner=y";
        lines.add(line);
        return line;
    }

    private JournalFile journal(String shell) throws Exception {
        Path bin = folder.resolve(shell);
        if (!hosts.containsKey(shell)) {
            hosts.put(shell, LocalHost.in(shell, Files.createDirectories(bin)));
        }
        return new JournalFile(hosts.get(shell), directory.toString());
    }

    private List<String> closed(String shell) throws Exception {
        Files.write(directory.resolve("history"), lines);
        journal(shell).close("d", line("undone", "r9", ""), "", "");
        return Files.readAllLines(directory.resolve("history"));
    }

    private void undone(int count) {
        for (int i = 0; i < count; i++) {
            line("undone", "r9", "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void keepsItsNewestLinesAndThoseOfTheReleasesThatLieThere(String shell) throws Exception {
        line("deployed", "r1.0", "");
        line("deployed", "gone", "");
        String second = line("deployed", "r2", "");
        line("deployed", "r1x0", "");
        String first = line("deployed", "r1.0", "");
        line("deployed", "gone", "");
        String back = line("deployed", "gone", " left=r2");
        undone(2_500);
        List<String> left = closed(shell);
        assertThat(left).hasSize(2_003).startsWith(second, first, back);
        assertThat(left.subList(3, 2_003)).isEqualTo(lines.subList(lines.size() - 2_000, lines.size()));
        assertThat(Bench.mode(directory.resolve("history"))).isEqualTo("rw-------");
        assertThat(directory.resolve(".history.new")).doesNotExist();
        assertThat(journal(shell).ended(lines.get(lines.size() - 1).replaceFirst(".*deployment=(\\S+) .*", "$1")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void isCutNowAndThenOnly(String shell) throws Exception {
        undone(2_202);
        assertThat(closed(shell)).as("as long as there are but few more").hasSize(2_203);
        assertThat(closed(shell)).hasSize(2_000);
    }

    @Test
    void growsNoFurtherHoweverOftenItIsCut() throws Exception {
        line("deployed", "r2", "");
        for (String shell : SHELLS) {
            for (int i = 0; i < 3; i++) {
                undone(300);
                undone(lines.size() < 2_500 ? 2_500 : 0);
                List<String> left = closed(shell);
                assertThat(left).hasSizeLessThanOrEqualTo(2_001);
                assertThat(left.get(0)).contains("release=r2 slot");
                lines.clear();
                lines.addAll(left);
            }
        }
    }
}
