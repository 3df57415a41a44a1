package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An nginx that has read the new port, and has its new workers only when the switch was given up. */
@Timeout(120)
class LateReloadIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SlotPair slots = FreePorts.slots();

    /** Whether somebody begins to read the log, without whom nginx does not go on. */
    private final AtomicBoolean reading = new AtomicBoolean();

    @TempDir
    Path folder;

    @Test
    void isWaitedForInBusyboxUntilItGoesByTheOldPort() throws Exception {
        LocalHost host = LocalHost.in("busybox", folder);
        isWaitedFor(host, "");
    }

    @Test
    void isWaitedForWhereTheReloadCommandFailed() throws Exception {
        isWaitedFor(new LocalHost(), "; false");
    }

    /** Longer than one that does nothing is waited for. */
    @Test
    void isWaitedForAsLongAsItMayTake() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            Path pipe = logToAPipe(nginx);
            TrafficRouter router = router(new LocalHost(), nginx, "", Duration.ofMinutes(1));
            String before = Files.readString(nginx.switchFile());
            CompletableFuture<Process> reader = CompletableFuture.supplyAsync(() -> {
                Until.so(LIMIT, () -> !content(nginx.switchFile()).equals(before), () -> "the file is not written");
                pause(Duration.ofSeconds(12));
                return reader(pipe);
            });
            router.switchTo(Slot.GREEN);
            assertThat(reading).isTrue();
            assertThat(router.read()).matches(state -> state.live().equals(Optional.of(Slot.GREEN)) && !state.stale());
            reader.join().destroyForcibly().waitFor();
        }
    }

    private static Path logToAPipe(PrivateNginx nginx) throws IOException {
        Path pipe = nginx.configuration().resolveSibling("pipe");
        Programs.run("mkfifo", pipe.toString());
        String text = Files.readString(nginx.configuration());
        Files.writeString(nginx.configuration(), text.replace("access_log access.log", "access_log pipe"));
        return pipe;
    }

    private TrafficRouter router(LocalHost host, PrivateNginx nginx, String afterReload, Duration limit) {
        return new NginxRouterConfig(new NginxConfig.Include(
                        List.of(),
                        nginx.switchFile().toString(),
                        NginxConfig.Include.DEFAULT_VARIABLE,
                        "true",
                        nginx.reloadCommand() + afterReload,
                        limit))
                .on(host, slots);
    }

    /** Between its configuration and its workers, nginx opens its logs: a pipe has it wait until somebody reads there. */
    private void isWaitedFor(LocalHost host, String afterReload) throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            Path pipe = logToAPipe(nginx);
            TrafficRouter router = router(host, nginx, afterReload, Duration.ofSeconds(5));
            String before = Files.readString(nginx.switchFile());
            CompletableFuture<Process> reader = CompletableFuture.supplyAsync(() -> {
                untilPutBack(nginx.switchFile(), before);
                return reader(pipe);
            });

            assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("was not reloaded");

            assertThat(reading).as("nginx is at its reload yet").isTrue();
            assertThat(nginx.switchFile()).hasContent(before);
            assertThat(nginx.errors().split("start worker processes", -1))
                    .as("the start, the reload that read the new port, and the one that took that back")
                    .hasSize(4);
            assertThat(router.read().stale()).isFalse();
            reader.join().destroyForcibly().waitFor();
        }
    }

    /** Also a while longer, in which a switch that does not wait would end. */
    private static void untilPutBack(Path file, String before) {
        Until.so(LIMIT, () -> !content(file).equals(before), () -> "the file is not written");
        Until.so(LIMIT, () -> content(file).equals(before), () -> "the file is not put back");
        pause(Duration.ofSeconds(2));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process reader(Path pipe) {
        reading.set(true);
        try {
            return new ProcessBuilder("cat", pipe.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
