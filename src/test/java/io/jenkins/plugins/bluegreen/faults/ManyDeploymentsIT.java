package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many deployments in a row leave no more behind than few: on the host and in the engine. {@code mvn verify} counts 13 of them,
 * {@code mvn verify -Pfaults} 200.
 */
class ManyDeploymentsIT {

    /** By then as many releases and logs lie there as are kept, and all that is loaded once is loaded. */
    private static final int FIRST = 9;

    /** A line of the history for each, which is cut at 2,000. */
    private static final int LINE = 400;

    /** What comes and goes by itself: less than one for each of the deployments that are counted. */
    private static final int SLACK = 4;

    private static final long SLACK_BYTES = 20_000;

    /**
     * What there is.
     *
     * @param files how many in the deploy directory
     * @param bytes how many they take, but for the history
     * @param history how many that takes
     * @param processes how many run on this machine
     * @param open how many files the engine has open
     * @param threads how many it has
     */
    private record Count(long files, long bytes, long history, long processes, long open, long threads) {

        static Count of(Path directory) {
            try (Stream<Path> all = Files.walk(directory)) {
                List<Path> files = all.toList();
                Path history = directory.resolve("history");
                long bytes = files.stream()
                        .filter(Files::isRegularFile)
                        .mapToLong(Count::size)
                        .sum();
                return new Count(
                        files.size(),
                        bytes - size(history),
                        size(history),
                        in(Path.of("/proc"), "\\d+"),
                        in(Path.of("/proc/self/fd"), ".*"),
                        in(Path.of("/proc/self/task"), ".*"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static long size(Path file) {
            try {
                return Files.size(file);
            } catch (NoSuchFileException e) {
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static long in(Path folder, String names) throws IOException {
            try (Stream<Path> all = Files.list(folder)) {
                return all.filter(path -> path.getFileName().toString().matches(names))
                        .count();
            }
        }

        boolean noMoreThan(Count before, int deployments) {
            return files <= before.files
                    && bytes <= before.bytes + SLACK_BYTES
                    && history <= before.history + (long) LINE * deployments
                    && processes <= before.processes + SLACK
                    && open <= before.open + SLACK
                    && threads <= before.threads + SLACK;
        }
    }

    @Test
    void leaveNoMoreBehindThanFew() throws Exception {
        try (FarHost host = FarHost.withFlag()) {
            Map<Hook, String> commands = new EnumMap<>(Hook.class);
            Stream.of(Hook.values()).forEach(hook -> commands.put(hook, "echo " + hook.label() + "; sleep 100 &"));
            host.hooks = new Hooks(commands, Duration.ofMinutes(1), true);
            deploy(host, FIRST);
            Count before = Count.of(host.directory());
            int more = Extent.of(13, 200) - FIRST;
            deploy(host, more);
            AtomicReference<Count> after = new AtomicReference<>();
            Until.so(
                    Duration.ofSeconds(90),
                    () -> {
                        after.set(Count.of(host.directory()));
                        return after.get().noMoreThan(before, more);
                    },
                    () -> "after " + more + " more deployments there is " + after + " where there was " + before);
            System.out.println(before + " became " + after + " by " + more + " more deployments");
        }
    }

    private static void deploy(FarHost host, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertThat(host.wrongAfter(host.deployHere())).isEmpty();
        }
    }
}
