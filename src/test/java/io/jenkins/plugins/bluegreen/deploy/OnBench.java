package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of whole deployments onto this machine. */
public abstract class OnBench {

    @TempDir
    public Path folder;

    public Bench bench;

    @BeforeEach
    public void layOut() throws Exception {
        bench = new Bench(folder);
    }

    @AfterEach
    public void closeBench() throws Exception {
        bench.close();
    }

    /** Deploys, which must end well. */
    public Outcome deployed(Map<String, String> environment) throws Exception {
        Outcome outcome = bench.deploy(environment);
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.DEPLOYED);
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        return outcome;
    }

    /** Creates a file, where nothing may be thrown. */
    public static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of the console has all these parts. */
    public void assertSaid(String... parts) {
        assertThat(bench.console).anyMatch(line -> Stream.of(parts).allMatch(line::contains));
    }

    /** The first release serves as if there had been no other deployment, which failed. */
    public void assertRolledBackToBlue(Outcome outcome) throws Exception {
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertLeftAsBefore(outcome);
    }

    /** The first release serves as if there had been no other deployment. */
    public void assertLeftAsBefore(Outcome outcome) throws Exception {
        assertThat(outcome.sentence())
                .contains("blue (port " + bench.slots.blue() + ") serves as before")
                .contains("port " + bench.slots.green() + " is free again");
        assertThat(outcome.took()).isLessThan(Duration.ofMinutes(1));
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(bench.directory().resolve("history")).exists();
    }
}
