package io.jenkins.plugins.bluegreen.router.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.journal.FencedHost;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.lab.Sudoers;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.shell.Fence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands of a router come to, in real shells; a file is what the router serves. */
class CommandRouterIT {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final String HONEST = "echo \"$SLOT $PORT $APPLICATION\" >>log; echo $SLOT >live";

    @TempDir
    Path folder;

    private LocalHost host;
    private String show = "cat live";
    /** How long a command may take: long, since the machine may be busy. A test in which one hangs has to wait for all of it. */
    private String timeout = "10s";

    @BeforeEach
    void serveBlue() throws IOException {
        serve("blue");
        host = by(System.getenv("PATH"), "sh");
    }

    /** A login of which the home is ours. */
    private LocalHost by(String path, String... words) {
        List<String> login = new ArrayList<>(List.of("env", "HOME=" + folder, "LC_ALL=C.UTF-8", "dir=ours"));
        login.addAll(List.of(words));
        return new LocalHost("local", login, path);
    }

    private LocalHost in(String shell) throws Exception {
        Path linked = Files.createDirectory(folder.resolve("shell"));
        return by(Shells.linkedAsSh(shell, linked) + ":" + System.getenv("PATH"), "sh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void switchesAndBringsBack(String shell) throws Exception {
        host = in(shell);
        TrafficRouter router = router(HONEST);
        router.check();
        RouterState before = router.inspect();
        assertThat(before.live()).contains(Slot.BLUE);
        assertThat(before.doors()).isEmpty();
        assertThat(before.stale()).isFalse();
        assertThat(router.switchTo(Slot.GREEN)).isEmpty();
        assertThat(router.read().live()).contains(Slot.GREEN);
        router.restore(before);
        router.restore(before);
        assertThat(log()).containsExactly("green 8081 shop", "blue 8080 shop");
        assertThat(router.undrained()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void oneThatHangsIsEndedWithWhatItStarted(String shell) throws Exception {
        host = in(shell);
        timeout = "1s";
        TrafficRouter router =
                router("echo $$ >pid; sh -c 'trap \"\" TERM; echo $$ >inner; sleep 60; :' & sleep 60; wait");
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .hasMessageContainingAll("took longer than 1.0 s (timeout)", "It could not be switched back to blue");
        for (String each : List.of("pid", "inner")) {
            long pid = Long.parseLong(Files.readString(folder.resolve(each)).strip());
            Until.so(Duration.ofSeconds(20), () -> !runs(pid), () -> each + " still runs");
        }
    }

    /** Nobody but root may end what it runs by sudo; were it taken back, that would go through later. */
    @Test
    void whatTheLoginUserMayNotEndIsNotTakenBackBeforeItHasEnded() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can mount").isTrue();
        assumeThat(Path.of("/usr/bin/sudo")).as("apt-get install sudo").isExecutable();
        Path late = Files.writeString(
                folder.resolve("late"),
                "#!/bin/sh\ntrap '' TERM\nuntil [ -e \"$0.go\" ]; do sleep 0.1; done\necho green >\"$1\"\n");
        Programs.run("chmod", "755", late.toString());
        Programs.run("chown", "-R", "65534:65534", folder.toString());
        Path folders = Files.createDirectory(folder.resolve("sudoers"));
        Programs.run("chown", "0:0", folders.toString());
        new Sudoers(folders).allow(late + " *");
        host = by(
                System.getenv("PATH"),
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind '" + folders + "' " + Sudoers.SUDOERS
                        + " && exec setpriv --reuid=65534 --regid=65534 --clear-groups sh");
        String live = folder.resolve("live").toString();
        timeout = "1s";
        TrafficRouter router = router(
                "echo $SLOT >>log; [ $SLOT = green ] || { echo blue >live; exit; }; sudo -n " + late + " " + live);
        try {
            RouterState before = router.read();
            assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                    .hasMessageContainingAll("took longer than 1.0 s", "It was not switched back to blue", "(pid ");
            assertThatThrownBy(() -> router.restore(before))
                    .hasMessageContainingAll("was not switched to blue", "is still at work (pid ");
            assertThat(log()).containsExactly("green");
            Files.createFile(folder.resolve("late.go"));
            Until.so(Duration.ofSeconds(20), () -> live().equals("green"), () -> "it does not go through");
            router.restore(before);
            assertThat(live()).isEqualTo("blue");
        } finally {
            Files.writeString(folder.resolve("late.go"), "");
        }
    }

    /** Of a connection that is lost meanwhile, nobody reads what is printed. */
    @Test
    void isTakenBackAlsoWhereNobodyReadsOn() throws Exception {
        Path gone = folder.resolve("gone");
        Path places = Files.createDirectory(folder.resolve("places"));
        host = by(
                System.getenv("PATH"),
                "env",
                "TMPDIR=" + places,
                "sh",
                "-c",
                "if [ -e " + gone + " ]; then sh | :; else exec sh; fi");
        TrafficRouter router = router("echo $SLOT >>log; echo $SLOT >live; [ $SLOT = blue ]");
        router.read();
        host.before("switch", () -> serveTo(gone, ""));
        router.switchTo(Slot.GREEN);
        assertThat(log()).containsExactly("green", "blue");
        assertThat(places).isEmptyDirectory();
    }

    @Test
    void findWhatTheLoginHasAlsoUnderAFence() throws Exception {
        Path shop = Files.createDirectory(folder.resolve("shop"));
        Files.writeString(shop.resolve("lock"), "x\nfence=here\n");
        RemoteHost fenced = new FencedHost(host, new Fence("here", shop.toString()), new ApplicationName("shop"));
        String heard = "echo \"$LC_ALL $dir\" >>heard; ";
        show = heard + show;
        TrafficRouter router = CommandRouterConfig.of(List.of(), there(heard + HONEST), there(show), "5s")
                .of(new ApplicationName("shop"))
                .on(fenced, SLOTS);
        router.switchTo(Slot.GREEN);
        assertThat(Files.readAllLines(folder.resolve("heard"))).hasSize(4).containsOnly("C.UTF-8 ours");
    }

    @Test
    void oneOfAnotherApplicationIsNotWaitedFor() throws Exception {
        TrafficRouter router = router(HONEST);
        router.switchTo(Slot.GREEN);
        assertThat(folder.resolve(".bluegreen-router-shop")).exists();
        Process other = new ProcessBuilder(
                        "flock", folder.resolve(".bluegreen-router-blog").toString(), "sleep", "600")
                .start();
        Process all = new ProcessBuilder("flock", folder.toString(), "sleep", "600").start();
        try {
            assertThat(router.read().live()).contains(Slot.GREEN);
        } finally {
            Processes.kill(other.toHandle());
            Processes.kill(all.toHandle());
        }
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blue", " 8080 ", "blue\r\n"})
    void aPortTellsItsSlot(String shown) throws Exception {
        serve(shown);
        assertThat(router(HONEST).read().live()).contains(Slot.BLUE);
    }

    @Test
    void noneIsNoSlotAndNothingToBringBack() throws Exception {
        serve("none");
        TrafficRouter router = router(HONEST);
        RouterState before = router.inspect();
        assertThat(before.live()).isEmpty();
        assertThat(router.restoreByHand(before)).isEmpty();
        router.switchTo(Slot.BLUE);
        router.restore(before);
        assertThat(log()).containsExactly("blue 8080 shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Blue", "blue green", "8082", "blue and more"})
    void whatIsNotClearIsRefusedAndNothingIsSwitched(String shown) throws Exception {
        serve(shown);
        TrafficRouter router = router(HONEST);
        assertThatThrownBy(router::inspect)
                .hasMessageContainingAll("printed something else", "none where that is neither");
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("It is not known which slot");
        assertThat(folder.resolve("log")).doesNotExist();
    }

    @Test
    void aShowThatFailsIsNotBelieved() {
        show = "echo blue; echo no route to lb >&2; exit 3";
        assertThatThrownBy(router(HONEST)::inspect)
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.evidence()).contains("no route to lb"))
                .hasMessageContaining("ended with exit status 3");
        show = "echo blue; sleep 60";
        timeout = "1s";
        assertThatThrownBy(router(HONEST)::inspect).hasMessageContaining("took longer than 1 s");
    }

    @Test
    void oneThatSaysItSwitchedAndDidNotIsTakenBack() throws Exception {
        TrafficRouter router = router("echo $SLOT >>log; echo \"done, $SLOT is live\"");
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.evidence()).contains("done, green is live"))
                .hasMessageContainingAll(
                        "ended with 0, and yet its show command says blue afterwards", "switched back");
        assertThat(log()).containsExactly("green", "blue");
        assertThat(router.read().stale()).isFalse();
    }

    /** It fails after it has switched: half of it is taken back. */
    @Test
    void oneThatFailsIsTakenBack() throws Exception {
        TrafficRouter router = router("echo $SLOT >live; [ $SLOT = blue ] || { echo no reload >&2; exit 4; }");
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.evidence()).contains("no reload"))
                .hasMessageContainingAll("ended with exit status 4", "show says blue again");
        assertThat(router.read().live()).contains(Slot.BLUE);
        assertThat(router.read().stale()).isFalse();
    }

    @Test
    void whereItCannotBeTakenBackThatIsSaidAndStaysInDoubtUntilItIsDone() throws Exception {
        TrafficRouter router = router("[ -e whole ] || { echo sideways >live; exit 5; }; " + HONEST);
        RouterState before = router.read();
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .hasMessageContainingAll("exit status 5", "could not be switched back to blue");
        assertThatThrownBy(router::read).hasMessageContaining("It is not known");
        serve("blue");
        assertThat(router.read().stale()).isTrue();
        Files.createFile(folder.resolve("whole"));
        router.restore(before);
        assertThat(router.read().stale()).isFalse();
        assertThat(log()).containsExactly("blue 8080 shop");
    }

    @Test
    void whatSomebodyElseSwitchedMeanwhileIsLeftAlone() throws Exception {
        TrafficRouter router = router(HONEST);
        router.read();
        serve("green");
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .hasMessageContainingAll("changed by somebody else", "its show command says green now");
        assertThat(folder.resolve("log")).doesNotExist();
    }

    @Test
    void whatWasCutOffIsDoneOnceMore() throws Exception {
        router(HONEST).refresh();
        assertThat(log()).containsExactly("blue 8080 shop");
    }

    @Test
    void aCommandThatStaysKeepsNobodyWaiting() throws Exception {
        TrafficRouter router = router(HONEST + "; sleep 60 & echo $! >pid");
        long begun = System.nanoTime();
        router.switchTo(Slot.GREEN);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid)).hasValueSatisfying(ProcessHandle::destroy);
    }

    /** Neither in what is said nor where other users of the host can read it. */
    @Test
    void aSecretInACommandIsNowhereToBeSeen() throws Exception {
        String secret = "hunter2hunter2";
        show = "[ ! -e fail ] || tr '\\0' ' ' </proc/$$/cmdline >words; cat live # " + secret;
        TrafficRouter router = router("tr '\\0' ' ' </proc/$$/cmdline >words; TOKEN=" + secret + "; exit 6");
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                .isInstanceOfSatisfying(
                        HostException.class,
                        e -> assertThat(e.getMessage() + e.evidence()).doesNotContain(secret));
        assertThat(folder.resolve("words")).content().isNotBlank().doesNotContain(secret);
    }

    @Test
    void aCheckSaysWhatCannotBeRun() {
        assertThatThrownBy(router("if true; then secret")::check)
                .hasMessageContaining("switch is no command that sh can read")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(router("lb-ctl $SLOT")::check).hasMessageContaining("there is no 'lb-ctl' for switch");
    }

    private void serve(String what) throws IOException {
        Files.writeString(folder.resolve("live"), what);
    }

    private static void serveTo(Path file, String what) {
        try {
            Files.writeString(file, what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String live() {
        try {
            return Files.readString(folder.resolve("live")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("log"));
    }

    private TrafficRouter router(String change) {
        return CommandRouterConfig.of(List.of(), there(change), there(show), timeout)
                .of(new ApplicationName("shop"))
                .on(host, SLOTS);
    }

    /** One that is looked at by its first word stays as it is. */
    private String there(String command) {
        return command.startsWith("lb-ctl") ? command : "cd '" + folder + "'; " + command;
    }
}
