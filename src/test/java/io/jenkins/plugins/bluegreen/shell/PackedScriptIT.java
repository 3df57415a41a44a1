package io.jenkins.plugins.bluegreen.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Shells;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script does does not depend on how it came. */
@Timeout(60)
class PackedScriptIT {

    private static final String LONG = ": 'that is so, 배포'\n".repeat(1000);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void doesTheSameAsItWouldUnpacked(String shell) throws Exception {
        String bin = Shells.linkedAsSh(shell, folder).toString();
        String script = LONG + "echo \"$# $1\"; read -r line; echo \"read $line\"; echo err >&2; exit 7\n";
        String input = new Command("ask", script, List.of("it's `a` $HOME 배포\nb", "")).input();
        assertThat(PackedScript.of(input)).hasSizeLessThan(input.length() / 10);
        Process process = sh(bin, bin + ":/usr/bin:/bin");
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            in.write(PackedScript.of(input).getBytes(StandardCharsets.UTF_8));
            in.flush();
            assertThat(out.readLine()).isEqualTo("2 it's `a` $HOME 배포");
            assertThat(out.readLine()).isEqualTo("b");
            // What follows is left for it.
            in.write("more\n".getBytes(StandardCharsets.UTF_8));
            in.flush();
            assertThat(out.readLine()).isEqualTo("read more");
            assertThat(out.readLine()).isNull();
        }
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("err\n");
        assertThat(process.waitFor()).isEqualTo(7);
    }

    /** Whoever feeds it looks for the line that each script writes first. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void doesNothingWhereItIsCutOrCannotBeUnpacked(String shell) throws Exception {
        String bin = Shells.linkedAsSh(shell, folder).toString();
        String packed = PackedScript.of(new Command("ask", LONG + "echo ran\n", List.of()).input());
        for (String fed : List.of(
                packed.substring(0, packed.length() / 2),
                packed.replaceFirst("(?s)^(.{200}).*'", "$1'"),
                packed.replace("gzip", "no-such-tool"))) {
            Process process = sh(bin, bin + ":/usr/bin:/bin");
            try (OutputStream in = process.getOutputStream()) {
                in.write(fed.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(process.getInputStream().readAllBytes()).as(fed).isEmpty();
            process.waitFor();
        }
    }

    @Test
    void isNotPackedWhereItIsShort() {
        assertThat(PackedScript.of("echo short\n")).isEqualTo("echo short\n");
    }

    private static Process sh(String bin, String path) throws Exception {
        ProcessBuilder shell = new ProcessBuilder(bin + "/sh");
        shell.environment().put("PATH", path);
        return shell.start();
    }
}
