package io.jenkins.plugins.bluegreen.deploy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.journal.HostPreflight;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Scripts;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts on which no deployment can work: that is said, and nothing is made there. */
class UnfitHostIT {

    @TempDir
    Path folder;

    @Test
    void saysWhichToolsAreMissing() throws Exception {
        Path bin = Shells.withAllBut(folder, "flock", "setsid");
        Bench bench = new Bench(folder.resolve("bench"), new LocalHost(bin.toString()));

        Outcome outcome = bench.deploy(Map.of());
        bench.nginx.close();

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("The host local lacks flock, setsid; install them", "Nothing was changed.");
        assertThat(bench.directory()).doesNotExist();
    }

    /** Not only at the beginning: without grep, a port would look free while a process has it. */
    @Test
    void saysOfEachToolThatItIsMissing() throws Exception {
        Path bin = Shells.withOnly(folder, Scripts.tools());
        HostPreflight preflight = new HostPreflight(new LocalHost(bin.toString()), folder.toString());
        preflight.check();
        for (String tool : Scripts.tools()) {
            Path program = bin.resolve(tool);
            Path aside = Files.move(program, folder.resolve("aside"));
            assertThatThrownBy(preflight::check).hasMessageStartingWith("The host local lacks " + tool + "; install");
            assertThatThrownBy(() -> HostPreflight.checkTools(preflight.host()))
                    .hasMessageStartingWith("The host local lacks " + tool + "; install");
            Files.move(aside, program);
        }
    }

    @Test
    void saysWhatATooSimpleToolCannot() throws Exception {
        Path bin = Shells.withOnly(folder, Scripts.tools());
        Files.delete(bin.resolve("flock"));
        Files.delete(bin.resolve("grep"));
        script(bin.resolve("flock"), "echo 'Usage: flock [-sxun] FD|{FILE [-c] PROG ARGS}' >&2; exit 1");
        script(bin.resolve("grep"), "case \"$*\" in *z*) exit 2 ;; *) exec /bin/grep \"$@\" ;; esac");
        HostPreflight preflight = new HostPreflight(new LocalHost(bin.toString()), folder.toString());
        assertThatThrownBy(preflight::check)
                .hasMessageStartingWith("The host local lacks flock with -w, grep with -z; install");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void saysWhyTheDirectoryCannotBeMade() throws Exception {
        Bench bench = new Bench(folder);
        Files.writeString(bench.directory(), "a file");

        Outcome outcome = bench.deploy(Map.of());
        bench.nginx.close();

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("may not write to " + bench.directory(), "create it for that user", "Nothing was changed.");
        assertThat(bench.directory()).hasContent("a file");
    }

    @Test
    void aDirectoryThatIsOnNfsCanBeLocked() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        // As flock(2) says of NFS: it is a lock of fcntl(2) there, which wants a file that is open for writing.
        Path flock = Files.writeString(bin.resolve("flock"), """
                #!/bin/sh
                for fd in "$@"; do :; done
                if [ -d /proc/$$/fd/$fd ] || grep -q '^flags:.*0$' /proc/$$/fdinfo/$fd; then
                    echo "flock: $fd: Bad file descriptor" >&2
                    exit 65
                fi
                exec /usr/bin/flock "$@"
                """);
        Files.setPosixFilePermissions(flock, PosixFilePermissions.fromString("rwx------"));
        try (Bench bench = new Bench(folder.resolve("bench"), new LocalHost(bin + ":" + System.getenv("PATH")))) {
            for (int i = 0; i < 2; i++) {
                Outcome outcome = bench.deploy(Map.of());
                assertThat(outcome.result())
                        .as(outcome.sentence() + outcome.evidence())
                        .isEqualTo(Result.DEPLOYED);
            }
        }
    }

    @Test
    void saysThatNothingCanBeLocked() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path flock = Files.writeString(
                bin.resolve("flock"),
                "#!/bin/sh\n[ \"$1\" != --help ] || exec /usr/bin/flock \"$@\"\necho 'flock: 9: No locks available' >&2\nexit 71\n");
        Files.setPosixFilePermissions(flock, PosixFilePermissions.fromString("rwx------"));
        Bench bench = new Bench(folder.resolve("bench"), new LocalHost(bin + ":" + System.getenv("PATH")));

        Outcome outcome = bench.deploy(Map.of());
        bench.nginx.close();

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.evidence()).contains("No locks available", "no file can be locked in " + bench.directory());
    }
}
