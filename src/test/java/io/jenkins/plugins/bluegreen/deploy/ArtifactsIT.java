package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people have as an artifact: a file of any name, or a directory. */
class ArtifactsIT extends OnBench {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

    @ParameterizedTest
    @ValueSource(strings = {"My App-1.0.jar", "상점-1.0.jar", "it's $HOME; a*.jar"})
    void theDefaultCommandStartsAFileOfAnyName(String name) throws Exception {
        bench.fileName = name;
        bench.command = StartCommand.DEFAULT;
        // Java reads a name that is no ASCII only where the locale has its letters, and a login often has none.
        List<String> login = List.of("env", "-u", "LANG", "-u", "LC_ALL", "-u", "LC_CTYPE", "sh");
        bench.host = new LocalHost("local", login, System.getenv("PATH"));
        deployed(TinyArtifact.pack(folder.resolve(name), "1"), Map.of("PATH", JAVA + ":" + System.getenv("PATH")));
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        // No shell waits beside it.
        assertThat(commandOf(Slot.BLUE)).contains("-Dserver.port=" + bench.slots.blue(), name);
    }

    @Test
    void aDirectoryIsWhereTheCommandRuns() throws Exception {
        Path dist = dist();
        deployed(dist, Map.of());
        String artifact = bench.directory() + "/releases/r1/dist";
        assertThat(told()).isEqualTo(artifact + " in " + artifact);

        Files.writeString(dist.resolve("server/extra.js"), "changed");
        bench.workingDirectory = "server";
        bench.command = "exec sh ../run.sh";
        deployed(dist, Map.of());
        assertThat(told())
                .isEqualTo(
                        bench.directory() + "/releases/r2/dist in " + bench.directory() + "/releases/r2/dist/server");

        bench.workingDirectory = bench.directory().toString();
        bench.command = "exec sh \"$ARTIFACT/run.sh\"";
        deployed(dist, Map.of("CDPATH", "/"));
        assertThat(told()).endsWith(" in " + bench.directory());
        assertThat(bench.directory().resolve("releases/r1")).doesNotExist();
    }

    @Test
    void aFileRunsInTheDirectoryThatBothSlotsShare() throws Exception {
        Path file = Files.copy(dist().resolve("run.sh"), folder.resolve("app.bin"));
        bench.fileName = "app.bin";
        bench.command = "exec sh \"$ARTIFACT\"";
        deployed(file, Map.of());
        assertThat(told()).endsWith("/releases/r1/app.bin in " + bench.directory());
    }

    @Test
    void aWorkingDirectoryThatIsNotThereIsTold() throws Exception {
        bench.workingDirectory = "no/such directory";
        Outcome outcome = bench.deploy(dist(), Map.of(), new Cancellation());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("ended with exit status 1 before it was healthy");
        assertThat(outcome.evidence()).contains("workingDirectory no/such directory is not there");
        assertThat(bench.directory().resolve("releases/r1")).doesNotExist();
    }

    @Test
    void whatLeadsOutOfADirectoryIsRefusedBeforeAnythingIsChanged() throws Exception {
        Path dist = dist();
        Files.createSymbolicLink(dist.resolve("python"), Path.of("/no/such/python3"));
        Outcome outcome = bench.deploy(dist, Map.of(), new Cancellation());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("dist cannot be shipped as a directory: the link 'python' leads to '/no/such/python3'")
                .contains("Nothing was changed.");
        assertThat(bench.directory().resolve("releases")).doesNotExist();
    }

    /** Returns a directory with a script that says what it was given and where it is, and then serves. */
    private Path dist() throws IOException {
        Path dist = Files.createDirectories(folder.resolve("workspace/dist"));
        Files.createDirectories(dist.resolve("server"));
        Files.writeString(dist.resolve("server/extra.js"), "first");
        Files.writeString(
                dist.resolve("run.sh"),
                "echo \"$ARTIFACT in $PWD\" >\"$DEPLOY_DIR/told\"\nexec '" + JAVA
                        + "/java' " + TinyApp.JVM + " -cp '"
                        + Programs.classesOf(TinyApp.class) + "' " + TinyApp.class.getName() + "\n");
        bench.fileName = "dist";
        bench.command = "exec sh run.sh";
        return dist;
    }

    private void deployed(Path artifact, Map<String, String> environment) throws Exception {
        Outcome outcome = bench.deploy(artifact, environment, new Cancellation());
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.DEPLOYED);
    }

    private String told() throws IOException {
        return Files.readString(bench.directory().resolve("told")).strip();
    }

    /** Returns the command line of the one child of a slot's leader that is not a copy of itself, which watches the log. */
    private String commandOf(Slot slot) throws IOException {
        String record = Files.readString(bench.directory().resolve("slots/" + slot.label() + "/process"));
        long leader = Long.parseLong(record.lines().findFirst().orElseThrow().substring("pid=".length()));
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(leader).orElseThrow().children()) {
            return children.map(child -> wordsOf(child.pid()))
                    .filter(words -> !words.equals(wordsOf(leader)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String wordsOf(long pid) {
        try {
            return Files.readString(Path.of("/proc", pid + "", "cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
