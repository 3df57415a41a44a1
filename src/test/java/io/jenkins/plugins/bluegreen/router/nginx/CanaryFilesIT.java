package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.router.flag.AnswerLog;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies beside the flag while a share of the clients is led to a slot, and the file in which nginx notes its answers, without nginx. */
class CanaryFilesIT {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);

    /** In milliseconds, less the ticks by which a file system counts. */
    private static final long BETWEEN_TWO_LOOKS = 280;

    private static final AnswerLog.Notes NOTES =
            new AnswerLog.Notes("nginx", "adm", line -> AnswerLine.read(line, SLOTS));

    @TempDir
    Path folder;

    private LocalHost host = new LocalHost();
    private final List<Answer> answers = new ArrayList<>();

    private CanaryRouter router(Path flag) {
        return (CanaryRouter) new NginxRouterConfig(new NginxConfig.Flag(List.of(), flag.toString())).on(host, SLOTS);
    }

    private static long changed(Path file) throws Exception {
        return ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis();
    }

    private static List<String> beside(Path flag) throws Exception {
        try (Stream<Path> all = Files.list(flag.getParent())) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void thereIsOneForEachShareUpToTheOneThatIsLed(String shell) throws Exception {
        host = LocalHost.in(shell, Files.createDirectory(folder.resolve("bin")));
        Path flag = Files.createDirectory(folder.resolve("it's *")).resolve("$g green");
        CanaryRouter router = router(flag);
        router.lead(Slot.GREEN, 5);
        assertThat(beside(flag)).containsExactly("$g green.canary-8081-1", "$g green.canary-8081-5");
        RouterState state = router.read();
        assertThat(state.live()).contains(Slot.BLUE);
        assertThat(state.share()).isEqualTo(5);
        assertThat(state.source())
                .isEqualTo(flag + " is not there, and " + flag
                        + ".canary-8081-5 leads 5 % of the clients to the other slot");
        assertThat(state.mayLeadTo(Slot.GREEN)).isTrue();

        router.lead(Slot.GREEN, 50);
        assertThat(beside(flag)).hasSize(5);
        router.lead(Slot.GREEN, 1);
        assertThat(beside(flag)).containsExactly("$g green.canary-8081-1");

        // All are led there: what would lead back to the other one is none of ours any more.
        Files.createFile(Path.of(flag + ".canary-8080-25"));
        router.switchTo(Slot.GREEN);
        assertThat(beside(flag)).containsExactly("$g green");
        // The directory was changed last when what led the share was removed.
        assertThat(changed(flag.getParent()) - changed(flag))
                .as("a request is between both looks of the router meanwhile")
                .isGreaterThanOrEqualTo(BETWEEN_TWO_LOOKS);
        assertThat(router.read().share()).isZero();

        Files.createFile(Path.of(flag + ".canary-8081-25"));
        router.restore(state);
        assertThat(beside(flag)).isEmpty();

        router.lead(Slot.GREEN, 25);
        Programs.run("sh", "-c", router.leadNobodyByHand(Slot.GREEN));
        assertThat(beside(flag)).isEmpty();
        router.lead(Slot.GREEN, 0);
        assertThat(beside(flag)).isEmpty();
    }

    @Test
    void saysSoWhereTheOtherSlotIsLiveMeanwhile() throws Exception {
        Path flag = Files.createFile(folder.resolve("green"));
        assertThatThrownBy(() -> router(flag).lead(Slot.GREEN, 5))
                .isInstanceOf(HostException.class)
                .hasMessage("What leads 5 % of the clients to green on local was changed by somebody else meanwhile ("
                        + flag + " is there); look who else writes there.");
        router(flag).lead(Slot.GREEN, 0);
    }

    private static String line(int port, int status) {
        return "1764406800.123 " + port + " " + status + " [" + status + "] [127.0.0.1:" + port + "] [0.004] 0.005\n";
    }

    private static void add(Path file, String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String read(AnswerLog log) throws Exception {
        answers.clear();
        long passed = log.read(answers::add);
        return (passed == 0 ? "" : passed + " ")
                + String.join(
                        " ",
                        answers.stream()
                                .map(each -> each.slot().label() + (each.failed() ? "!" : ""))
                                .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void readsOnWhereItWasLeftAlsoInTheNextFile(String shell) throws Exception {
        host = LocalHost.in(shell, Files.createDirectory(folder.resolve("bin")));
        Path file = folder.resolve("it's a.log");
        add(file, line(8080, 200));
        AnswerLog log = AnswerLog.atItsEnd(host, NOTES, List.of(file.toString()));
        assertThat(read(log)).isEmpty();

        add(file, line(8081, 200) + line(8080, 502) + line(8081, 500).substring(0, 20));
        assertThat(read(log)).isEqualTo("green blue!");
        add(file, line(8081, 500).substring(20));
        assertThat(read(log)).isEqualTo("green!");
        assertThat(read(log)).isEmpty();

        // Rotated by a new name, and written to for another moment.
        Path old = Files.move(file, folder.resolve("it's a.log.1"));
        add(old, line(8080, 200));
        add(file, line(8081, 200));
        assertThat(read(log)).isEqualTo("blue green");
        assertThat(read(log)).isEmpty();
        // nginx has the old one open yet.
        add(old, line(8080, 500) + line(8081, 500).substring(0, 20));
        assertThat(read(log)).isEqualTo("blue!");
        add(old, line(8081, 500).substring(20));
        add(file, line(8081, 200));
        assertThat(read(log)).isEqualTo("green! green");

        // Copied and truncated.
        Files.writeString(file, "");
        assertThat(read(log)).isEqualTo("-1 ");
        add(file, line(8081, 500));
        assertThat(read(log)).isEqualTo("green!");

        // Rotated, and what was left is gone already; nginx has it open yet, so that no other file gets its inode.
        try (InputStream open = Files.newInputStream(file)) {
            Files.delete(file);
            add(file, line(8080, 200));
            assertThat(read(log)).isEqualTo("-1 blue");
            assertThat(open).isNotEmpty();
        }
    }

    /** With 'nocreate' in logrotate's configuration. */
    @Test
    void waitsForOneThatIsThereNoMoreAndNotYet() throws Exception {
        Path file = Files.createFile(folder.resolve("a.log"));
        AnswerLog log = AnswerLog.atItsEnd(host, NOTES, List.of(file.toString()));
        Path old = Files.move(file, folder.resolve("a.log.1"));
        add(old, line(8080, 200));
        CompletableFuture<Path> opened = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Files.writeString(file, line(8081, 200));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
        assertThat(read(log)).isEqualTo("blue green");
        assertThat(opened.join()).exists();
    }

    @Test
    void passesOverWhatIsTooMuchToBeReadAtOnce() throws Exception {
        Path file = Files.createFile(folder.resolve("a.log"));
        AnswerLog log = AnswerLog.atItsEnd(host, NOTES, List.of(file.toString()));
        String line = line(8080, 200);
        add(file, line.repeat(5_500_000 / line.length()));
        long passed = log.read(answers::add);
        assertThat(passed).isBetween(1_400_000L, 1_600_000L);
        assertThat((long) answers.size() * line.length() + passed).isEqualTo(Files.size(file));
        add(file, line(8081, 200));
        assertThat(read(log)).isEqualTo("green");
    }

    @Test
    void saysWhatLetsTheLoginUserRead() {
        assertThatThrownBy(() -> AnswerLog.atItsEnd(host, NOTES, List.of(folder + "/none.log")))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("The answers that nginx on local notes in " + folder + "/none.log cannot be read")
                .hasMessageContaining("usermod -aG adm");
    }
}
