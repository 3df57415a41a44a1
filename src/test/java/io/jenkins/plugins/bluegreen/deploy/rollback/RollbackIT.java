package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going back to a release that lies on the host. */
class RollbackIT extends OnBench {

    @BeforeEach
    void keepSome() {
        bench.keepReleases = 5;
    }

    @Test
    void losesNoRequest() throws Exception {
        bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);
        bench.frontDoorUrl = bench.nginx.url();
        assertGoesBackWithoutLosingARequest(Set.of(), Set.of());
    }

    @Test
    void losesNoRequestByAnIncludedFileEither() throws Exception {
        bench.nginx = PrivateNginx.withInclude(bench.slots);
        bench.frontDoorUrl = bench.nginx.url();
        // A reload may close an idle connection, of ours too.
        assertGoesBackWithoutLosingARequest(
                Set.of(Traffic.IDLE_CONNECTION_CLOSED),
                Set.of("closed without an answer", "Connection reset", "Broken pipe"));
    }

    private void assertGoesBackWithoutLosingARequest(Set<String> allowed, Set<String> allowedOfOurs) throws Exception {
        bench.observe = Duration.ofSeconds(1);
        deployed(Map.of());
        deployed(Map.of());
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 50)) {
            Outcome outcome = bench.goBack("");

            assertWentBack(outcome, "r1", Slot.BLUE);
            assertThat(outcome.previous()).isEqualTo(Slot.GREEN);
            assertThat(outcome.availability().asked()).isPositive();
            assertThat(outcome.availability().failures().keySet()).isSubsetOf(allowedOfOurs);
            assertThat(outcome.proof()).isNotEmpty();
            Traffic.Summary users = traffic.stop();
            assertThat(users.failures().keySet()).as(users.toString()).isSubsetOf(allowed);
            assertThat(users.answers().keySet()).containsExactly("release=r1 extra=null", "release=r2 extra=null");
            assertThat(outcome.steps().stream().map(step -> step.step()))
                    .containsSubsequence(
                            "look at the releases",
                            "lock shop",
                            "verify app.bin of release r1",
                            "start blue on port " + bench.slots.blue(),
                            "observe blue for 1.0 s",
                            "stop green (" + bench.slots.green() + ")")
                    .noneMatch(step -> step.startsWith("ship"));
        }
        // Led by the flag file or by the included one.
        assertThat(Files.exists(bench.flag())).isFalse();
        assertThat(outcomeLine()).startsWith("deployed at=").contains(" release=r1 slot=blue left=r2 owner=shop #3");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(release("r2").resolve(".bad")).content().isEqualTo(outcomeLine() + "\n");
        assertThat(release("r1").resolve(".bad")).doesNotExist();
        // What comes next is like any other.
        deployed(Map.of());
        assertThat(bench.body(Slot.GREEN)).contains("release=r4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void worksInEachShell(String shell) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        deployed(Map.of("EXTRA", "it's\n\n$x \\n ü", "TOKEN", "to'ken\n2"));
        deployed(Map.of("EXTRA", "new"));
        assertWentBack(bench.goBack(""), "r1", Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).isEqualTo("release=r1 extra=it's\n\n$x \\n ü");
        assertThat(names("releases")).containsExactlyInAnyOrder("r1", "r2");
        assertThat(bench.goBack("").result()).isEqualTo(Result.UNDONE);
    }

    @Test
    void startsAndJudgesItByItsOwnSettings() throws Exception {
        bench.healthPath = "/up";
        bench.warmUp = new WarmUp(List.of("/warm?old"), Duration.ofMillis(300));
        Files.createDirectories(bench.directory().resolve("there"));
        bench.workingDirectory = "there";
        bench.command = "echo \"old in $PWD\"; exec " + Bench.tinyApp();
        deployed(Map.of("EXTRA", "old"));
        // With these it would not come up.
        bench.healthPath = "/broken";
        bench.workingDirectory = "";
        bench.warmUp = WarmUp.NONE;
        bench.command = "exec env EXTRA=new " + Bench.tinyApp();
        bench.probe = (host, port, release) -> new HealthProbe.Answer(true, "200", "");
        deployed(Map.of("EXTRA", "newer"));
        bench.probe = null;
        bench.command = "exit 1";

        assertWentBack(bench.goBack(""), "r1", Slot.BLUE);

        assertThat(bench.body(Slot.BLUE)).isEqualTo("release=r1 extra=old");
        assertThat(bench.logOf(Slot.BLUE))
                .contains("old in " + bench.directory().resolve("there"), "GET /up", "GET /warm?old")
                .doesNotContain("/broken");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
    }

    /** What it says is masked by a build no more, since none knows its secrets. */
    @Test
    void saysNoSecretOfIt() throws Exception {
        // Of a login whose files anybody may read.
        List<String> login = List.of("sh", "-c", "umask 0; exec sh \"$@\"", "login");
        bench.host = new LocalHost("local", login, System.getenv("PATH"));
        bench.headers = Map.of("Authorization", "Bearer s3cr3t-of-header", "X-Open", "a-token-too");
        bench.command = "echo \"password $DB_PASSWORD, header Bearer s3cr3t-of-header, profile $PROFILE\"; "
                + "[ ! -e \"$DEPLOY_DIR/broken\" ] || exit 3; exec " + Bench.tinyApp();
        deployed(Map.of("DB_PASSWORD", "hunter2-of-old", "PROFILE", "production"));
        assertHidden(
                release("r1").resolve(".kept"),
                release("r1").resolve(".artifact"),
                bench.directory().resolve("slots/blue/env"));
        bench.headers = Map.of();
        bench.command = null;
        deployed(Map.of());
        touch(bench.directory().resolve("broken"));

        Outcome outcome = bench.goBack("");

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.evidence()).contains("password ****, header ****, profile production");
        String all = outcome + String.join("\n", bench.console);
        assertThat(all).doesNotContain("hunter2-of-old", "s3cr3t-of-header", "a-token-too");
        assertThat(bench.console).noneMatch(line -> line.contains("****") && line.contains("release"));
        assertThat(outcome.sentence()).contains("ended with exit status 3", "serves as before");
        Files.delete(bench.directory().resolve("broken"));
        assertWentBack(bench.goBack(""), "r1", Slot.BLUE);
        ProcessHandle process = ProcessHandle.of(
                        Processes.listenerOf(bench.slots.blue()).orElseThrow())
                .orElseThrow();
        assertThat(Files.readString(Path.of("/proc", process.pid() + "", "cmdline")))
                .doesNotContain("hunter2-of-old");
        assertHidden(release("r1").resolve(".kept"), bench.directory().resolve("slots/blue/env"));
    }

    @Test
    void whatIsKeptBesideItSaysWhatItIs() throws Exception {
        deployed(Map.of());
        String sum = Programs.run("sha256sum", release("r1").resolve("app.bin").toString());
        assertThat(Files.readString(release("r1").resolve(".kept"))
                        .split("\n\n")[0]
                        .lines())
                .contains(
                        "format=1",
                        "application=shop",
                        "release=r1",
                        "deployment=deployment-1",
                        "build=shop #1",
                        "file=app.bin",
                        "sha256=" + sum.split(" ")[0]);
    }

    private void assertHidden(Path... files) throws IOException {
        for (Path file : files) {
            assertThat(Bench.mode(file)).as(file.toString()).isEqualTo("rw-------");
        }
        assertThat(Bench.mode(release("r1"))).isEqualTo("rwx------");
    }

    @Test
    void aReleaseThatIsNotHealthyAnyMoreIsTakenBack() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        // It has had all the time to start in. That it is not healthy any more need not be waited for as long.
        Path kept = release("r1").resolve(".kept");
        String settings = Files.readString(kept);
        String soon = settings.replace("health.total=PT30S\n", "health.total=PT4S\n");
        assertThat(soon).isNotEqualTo(settings);
        Files.writeString(kept, soon);
        long live = Processes.listenerOf(bench.slots.green()).orElseThrow();
        touch(bench.directory().resolve("sick-blue"));

        Outcome outcome = bench.goBack("");

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("is not healthy after", "green (port " + bench.slots.green() + ") serves as before");
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(Processes.listenerOf(bench.slots.green())).contains(live);
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(names("releases/r1")).contains("app.bin", ".kept").doesNotContain(".bad");
        assertThat(names("releases/r2")).doesNotContain(".bad");
        assertThat(outcomeLine()).startsWith("undone at=").contains(" left=r2 ");
        Files.delete(bench.directory().resolve("sick-blue"));
        Files.writeString(kept, settings);
        assertWentBack(bench.goBack(""), "r1", Slot.BLUE);
    }

    @Test
    void goesFurtherBackEachTime() throws Exception {
        for (int i = 0; i < 3; i++) {
            deployed(Map.of());
        }
        assertWentBack(bench.goBack(""), "r2", Slot.GREEN);
        assertThat(bench.console.subList(bench.console.indexOf("= r2"), bench.console.size()))
                .as("what is told before anything is done")
                .anyMatch(line -> line.startsWith("> lock"));
        assertWentBack(bench.goBack(""), "r1", Slot.BLUE);

        Outcome nothing = bench.goBack("");
        assertThat(nothing.result()).isEqualTo(Result.UNDONE);
        assertThat(nothing.sentence())
                .contains("There is no release of shop to go back to from release r1", "Nothing was changed.");
        assertThat(nothing.evidence().lines().map(line -> line.replaceAll("deployed at \\S+", "deployed at")))
                .containsExactly(
                        "r3, deployed at by shop #3, started by ann, on http://jenkins.example/, is marked as bad",
                        "r2, deployed at by shop #2, started by ann, on http://jenkins.example/, is marked as bad",
                        "r1, deployed at by shop #1, started by ann, on http://jenkins.example/, is live");

        // On purpose: then it is not bad any more.
        assertWentBack(bench.goBack("r3"), "r3", Slot.GREEN);
        assertThat(release("r3").resolve(".bad")).doesNotExist();
        assertThat(release("r1").resolve(".bad")).exists();
        bench.release = "r1";
        assertThat(bench.deploy(Files.writeString(folder.resolve("app.bin"), "release 1"), Map.of(), new Cancellation())
                        .deployed())
                .isTrue();
        assertThat(release("r1").resolve(".bad")).doesNotExist();
    }

    @Test
    void marksNothingWhereThatIsNotWanted() throws Exception {
        for (int i = 0; i < 3; i++) {
            deployed(Map.of());
        }
        Outcome first = bench.goBack("", false);
        assertWentBack(first, "r2", Slot.GREEN);
        assertThat(first.sentence()).doesNotContain("bad");
        assertThat(release("r3").resolve(".bad")).doesNotExist();
        Outcome second = bench.goBack("", true);
        assertWentBack(second, "r1", Slot.BLUE);
        assertThat(second.sentence()).endsWith("Release r2 is marked as bad.");
    }

    @Test
    void whatIsLiveAlreadyIsLeftAsItIs() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        String history = Files.readString(bench.directory().resolve("history"));
        String record = Files.readString(bench.directory().resolve("slots/green/process"));
        for (String wanted : List.of("r2", "2", "#2")) {
            Outcome outcome = bench.goBack(wanted);
            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
            assertThat(outcome.releaseId()).isEqualTo("r2");
            assertThat(outcome.live()).isEqualTo(Slot.GREEN);
            assertThat(outcome.sentence())
                    .isEqualTo("shop serves release r2 from green (port " + bench.slots.green()
                            + ") already, so there was nothing to do, and nothing was changed.");
        }
        assertThat(bench.directory().resolve("history")).content().isEqualTo(history);
        assertThat(bench.directory().resolve("slots/green/process")).content().isEqualTo(record);
        assertThat(bench.console.stream().filter(line -> line.startsWith("> lock")))
                .hasSize(2);
    }

    @Test
    void whatWasLiveButDiedIsStartedAgain() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        bench.stop(Slot.GREEN);
        assertWentBack(bench.goBack("r2"), "r2", Slot.BLUE);
        assertThat(release("r2").resolve(".bad")).doesNotExist();
        bench.stop(Slot.BLUE);
        assertWentBack(bench.goBack(""), "r1", Slot.GREEN);
        assertThat(release("r2").resolve(".bad")).exists();
    }

    @Test
    void whatIsNotThereOrNotWholeIsRefusedWithTheList() throws Exception {
        for (int i = 0; i < 4; i++) {
            deployed(Map.of());
        }
        Files.delete(release("r3").resolve("app.bin"));
        Files.setPosixFilePermissions(release("r2").resolve("app.bin"), Set.of(PosixFilePermission.OWNER_WRITE));
        Files.writeString(release("r2").resolve("app.bin"), "release 2, torn");
        assertRefused(
                "r9", "There is no release 'r9' of shop on its hosts, and none that a build of that number deployed");
        assertRefused("99", "There is no release '99' of shop");
        assertRefused("1; rm -rf /", "There is no release '1; rm -rf /'");
        assertRefused(
                "r3", "Release r3 of shop cannot be gone back to: it is incomplete: the file app.bin is not there");
        Outcome last = assertRefused(
                "r2", "cannot be gone back to: it is incomplete: app.bin has 15 bytes, and was shipped with 9");
        assertThat(last.evidence().lines().map(line -> line.replaceAll(", deployed at .*example/", "")))
                .containsExactly(
                        "r4, is live",
                        "r3, cannot be gone back to: it is incomplete: the file app.bin is not there",
                        "r2, cannot be gone back to: it is incomplete: app.bin has 15 bytes, and was shipped with 9",
                        "r1");
        assertThat(bench.releases().stream().filter(StoredReleaseInfo::offered).map(StoredReleaseInfo::release))
                .containsExactly("r1");
        assertWentBack(bench.goBack(""), "r1", Slot.BLUE);
    }

    private Outcome assertRefused(String wanted, String why) throws Exception {
        Outcome outcome = bench.goBack(wanted);
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains(why).endsWith("Nothing was changed.");
        assertThat(bench.body(Slot.GREEN)).contains("release=r4");
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        return outcome;
    }

    /** Of the same size: that is seen only when it is read. */
    @Test
    void whatIsNotWhatWasShippedIsNotStarted() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        Path file = release("r1").resolve("app.bin");
        Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ));
        Files.writeString(file, "Release 1");

        Outcome outcome = bench.goBack("r1");

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("The release r1 on local is not what was shipped");
        assertThat(outcome.evidence()).contains("the SHA-256 of app.bin is ");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(file).exists();
        assertThat(release("r2").resolve(".bad")).doesNotExist();
    }

    @Test
    void aBuildsNumberThatSeveralReleasesHaveIsRefused() throws Exception {
        for (int i = 0; i < 3; i++) {
            deployed(Map.of());
        }
        Path kept = release("r2").resolve(".kept");
        Files.writeString(kept, Files.readString(kept).replace("build=shop #2\n", "build=other #1\n"));
        Outcome outcome = bench.goBack("1");
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("Several releases of shop were deployed by a build number 1; name one by its id");
        assertThat(outcome.evidence()).contains("by other #1", "by shop #1");
        assertWentBack(bench.goBack("r2"), "r2", Slot.GREEN);
    }

    @Test
    void isRefusedWhereSomebodyDeployedMeanwhile() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        AtomicReference<Outcome> rival = new AtomicReference<>();
        bench.when("> lock", () -> {
            bench.clear();
            rival.set(bench.deployOrThrow());
        });

        Outcome outcome = bench.goBack("");

        assertThat(rival.get().deployed()).isTrue();
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .isEqualTo("Release r1 of shop was chosen to go back to while release r2 was live in green (port "
                        + bench.slots.green() + "), and since then somebody deployed: blue (port " + bench.slots.blue()
                        + "), release r4, is live now; look what serves, and roll back again if that is wrong."
                        + " Nothing was changed.");
        assertThat(bench.body(Slot.BLUE)).contains("release=r4");
    }

    @Test
    void isRefusedWhileSomebodyDeploys() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        AtomicReference<Outcome> refused = new AtomicReference<>();
        bench.when("> await healthy", () -> {
            bench.clear();
            refused.set(goBackOrThrow());
        });
        deployed(Map.of());
        assertThat(refused.get().result()).isEqualTo(Result.UNDONE);
        assertThat(refused.get().sentence())
                .contains("is being deployed by shop #3, started by ann")
                .endsWith("Nothing was changed.");
        assertThat(bench.body(Slot.BLUE)).contains("release=r3");
    }

    private Outcome goBackOrThrow() {
        try {
            return bench.goBack("");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void saysThatThereIsNothingBeforeAFirstDeployment() throws Exception {
        bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);
        Outcome outcome = bench.goBack("");
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains(
                        "There is no release of shop to go back to: ",
                        "No releases lie on its hosts. Nothing was changed.");
        assertThat(outcome.releaseId()).as("none was chosen").isEmpty();
        assertThat(bench.directory()).doesNotExist();
        deployed(Map.of());
        assertThat(bench.goBack("").sentence()).contains("There is no release of shop to go back to from release r");
    }

    /** As a deployment by an earlier version leaves it. */
    @Test
    void whatAnEarlierVersionDeployedIsNotOffered() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        for (String id : List.of("r1", "r2")) {
            Files.delete(release(id).resolve(".kept"));
        }
        assertThat(bench.goBack("").sentence()).contains("There is no release of shop to go back to");
        assertThat(bench.releases().stream().map(StoredReleaseInfo::fault))
                .containsExactly(
                        "was deployed by a version that kept no settings",
                        "was deployed by a version that kept no settings");
        deployed(Map.of());
        assertThat(bench.goBack("").evidence()).contains("r4, deployed at ", "r2, deployed at ", "kept no settings");
    }

    /** What a deployment of a release that is there already keeps of it, its undo puts back. */
    @Test
    void aDeploymentThatFailsLeavesItsSettingsAsTheyWere() throws Exception {
        deployed(Map.of("EXTRA", "good"));
        deployed(Map.of());
        bench.release = "r1";
        Path artifact = Files.writeString(folder.resolve("app.bin"), "release 1");
        String kept = Files.readString(release("r1").resolve(".kept"));
        Outcome failed = bench.deploy(artifact, Map.of("BEHAVIOUR", "crash"), new Cancellation());
        assertThat(failed.result()).isEqualTo(Result.UNDONE);
        assertThat(release("r1").resolve(".kept")).content().isEqualTo(kept);
        assertThat(names("releases/r1")).doesNotContain(".kept.before");
        bench.release = null;
        assertWentBack(bench.goBack(""), "r1", Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("extra=good");
    }

    private void assertWentBack(Outcome outcome, String release, Slot slot) throws Exception {
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.DEPLOYED);
        assertThat(outcome.releaseId()).isEqualTo(release);
        assertThat(outcome.live()).isEqualTo(slot);
        assertThat(bench.body(slot)).contains("release=" + release + " ");
        assertThat(bench.directory().resolve("journal")).doesNotExist();
    }

    private Path release(String id) {
        return bench.directory().resolve("releases").resolve(id);
    }

    private List<String> names(String path) {
        return List.of(bench.directory().resolve(path).toFile().list());
    }

    private String outcomeLine() throws IOException {
        List<String> lines = Files.readAllLines(bench.directory().resolve("history"));
        return lines.get(lines.size() - 1);
    }
}
