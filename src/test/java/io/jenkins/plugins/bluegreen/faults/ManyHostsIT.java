package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One deployment over many hosts, and one of these that spoils it. {@code mvn verify} takes 6 of them; {@code -Dmany.hosts=100} takes 100. */
class ManyHostsIT {

    private static final int COUNT = Integer.getInteger("many.hosts", Extent.of(6, 18));

    /**
     * For each host one that waits for it, one of JSch that reads what it says, and at times several that speak to it at once; and some for
     * all.
     */
    private static final int THREADS = 5 * COUNT + 70;

    private static final int MEGABYTE = 1 << 20;

    /** In a second, on all processors that Linux runs on here (USER_HZ). */
    private static final int TICKS = 100;

    /** What a deployment may take of the engine's memory. */
    private static final int MEGABYTES = COUNT + 30;

    /** What a look at all of them may take; the hosts are on the same two processors as who looks. */
    private static final Duration LOOK = Duration.ofSeconds(15);

    /** What comes of it is told first, whatever it takes. */
    private final SoftAssertions costs = new SoftAssertions();

    private ManyHosts hosts;

    @BeforeEach
    void start() {
        assumeThat(SeparateHost.possible()).as("other hosts can be made here").isTrue();
        hosts = new ManyHosts(COUNT);
    }

    /** How much the engine holds at the most, and how many threads there are. */
    private static final class Used implements AutoCloseable {

        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final int threadsBefore = threads.getThreadCount();
        private final long before = held();
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private volatile long most;

        Used() {
            threads.resetPeakThreadCount();
            clock.scheduleWithFixedDelay(() -> most = Math.max(most, held()), 1, 1, TimeUnit.SECONDS);
        }

        /** What a collection has left, and not what came since: on a busy machine that is whatever was thrown away meanwhile. */
        private static long held() {
            System.gc();
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                    .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                    .sum();
        }

        int threads() {
            return threads.getPeakThreadCount() - threadsBefore;
        }

        long megabytes() {
            return (Math.max(most, held()) - before) / MEGABYTE;
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }

    @AfterEach
    void close() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void allAreDeployedToOrNone() throws Exception {
        try (Used used = new Used()) {
            assertDeployed(deploy(), Slot.BLUE);
            Outcome second = deploy();
            assertDeployed(second, Slot.GREEN);
            assertThat(second.availability().failed()).isZero();
            System.out.println(COUNT + " hosts took " + used.threads() + " threads and " + used.megabytes() + " MB");
            costs.assertThat(used.threads()).as("threads").isLessThan(THREADS);
            costs.assertThat(used.megabytes()).as("megabytes").isLessThan(MEGABYTES);
        }

        long begun = System.nanoTime();
        StatusReport report = hosts.status();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println(COUNT + " hosts were looked at within " + took);
        assertThat(report.release()).contains("r2");
        costs.assertThat(took).as("a look").isLessThan(LOOK);

        Outpost last = hosts.outposts().get(COUNT - 1);
        Path broken = Files.createFile(last.host.own().resolve("broken"));
        assertUndone("ended");
        Files.delete(broken);

        // Not the host's whole disk: what is looked at beforehand has room.
        String releases = hosts.directory().resolve("releases").toString();
        Programs.run(last.host
                .at("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", releases)
                .toArray(String[]::new));
        assertUndone("The release cannot be stored");
        Programs.run(last.host.at("umount", releases).toArray(String[]::new));

        if (Extent.tries(false)) {
            last.sshd.freeze(true);
            assertUndone("it takes connections, but nothing came");
            last.sshd.freeze(false);
            last.sshd.kill();
            assertUndone("Cannot connect to " + last.cable.far());
        }
        assertThat(hosts.wrong(Slot.GREEN)).isEmpty();
        costs.assertAll();
    }

    /** Deploys, and tells which part of that the processors take, which are those of the engine and of all hosts. */
    private Outcome deploy() throws Exception {
        double before = worked();
        Outcome outcome = hosts.deploy();
        int processors = Runtime.getRuntime().availableProcessors();
        System.out.printf(
                "%d hosts took %.1f s, and the %d processors would take %.1f s of that by themselves%n",
                COUNT, outcome.took().toMillis() / 1000.0, processors, (worked() - before) / processors);
        return outcome;
    }

    /** Returns for how many seconds all processors have worked since this machine runs (proc_stat(5)). */
    private static double worked() throws IOException {
        String[] words;
        try (BufferedReader stat = Files.newBufferedReader(Path.of("/proc/stat"))) {
            words = stat.readLine().split(" +");
        }
        long ticks = Stream.of(1, 2, 3, 6, 7)
                .mapToLong(at -> Long.parseLong(words[at]))
                .sum();
        return (double) ticks / TICKS;
    }

    private void assertDeployed(Outcome outcome, Slot live) {
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.DEPLOYED);
        assertThat(hosts.wrong(live)).isEmpty();
    }

    private void assertUndone(String why) throws Exception {
        Outcome outcome = hosts.deploy();
        System.out.println(COUNT + " hosts, undone within " + outcome.took() + ": "
                + outcome.sentence().lines().findFirst().orElse(""));
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains(why);
        assertThat(hosts.wrong(Slot.GREEN)).isEmpty();
    }
}
