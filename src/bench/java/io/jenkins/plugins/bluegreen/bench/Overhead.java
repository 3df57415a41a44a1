package io.jenkins.plugins.bluegreen.bench;

import com.sun.management.OperatingSystemMXBean;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What deployments cost the JVM that runs the engine, which is this one.
 *
 * @param cpu processor time, of all its threads
 * @param heap what is reachable of its heap at most, beyond what was before, in bytes
 * @param threads how many threads it has at most, beyond those before
 * @param took until the last one ended
 * @param failed how many deployments failed: where everything runs on one machine, its applications may starve each other
 */
record Overhead(Duration cpu, long heap, int threads, Duration took, long failed) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** Measures so many deployments at once, each of an application of its own, by one after the other of two rounds. */
    static Overhead of(int applications, Column column, PrivateSshd sshd) throws InterruptedException, IOException {
        List<Stage> stages = new ArrayList<>();
        try (Scratch scratch = Scratch.create("overhead")) {
            for (int i = 0; i < applications; i++) {
                stages.add(new Stage(column, sshd));
            }
            deployAll(stages, scratch, 1);
            long cpu = cpuNanos();
            long start = System.nanoTime();
            long failed = deployAll(stages, scratch, 2);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            cpu = cpuNanos() - cpu;
            // Looking costs time itself, so that is another round.
            Highest highest = new Highest();
            deployAll(stages, scratch, 3);
            highest.stop();
            return new Overhead(Duration.ofNanos(cpu), highest.heap, highest.threads, took, failed);
        } finally {
            stages.forEach(Stage::close);
        }
    }

    /** Returns how many failed. */
    private static long deployAll(List<Stage> stages, Scratch scratch, int release)
            throws InterruptedException, IOException {
        Path artifact = BenchArtifact.pack(scratch.path(), BenchArtifact.Size.THIN, release);
        ExecutorService builds = Executors.newFixedThreadPool(stages.size());
        try {
            List<Callable<Boolean>> all = stages.stream()
                    .<Callable<Boolean>>map(stage -> () -> deployed(stage, artifact, release))
                    .toList();
            long failed = 0;
            for (Future<Boolean> one : builds.invokeAll(all)) {
                failed += one.get() ? 0 : 1;
            }
            return failed;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            builds.shutdown();
        }
    }

    private static boolean deployed(Stage stage, Path artifact, int release) throws InterruptedException, IOException {
        try {
            stage.deploy(artifact, release);
            return true;
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            return false;
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long reachable() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Looks again and again, in a thread of its own. */
    private static final class Highest {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final long heapBefore = reachable();
        private final ThreadMXBean all = ManagementFactory.getThreadMXBean();
        private final int threadsBefore = all.getThreadCount();
        private final Thread thread = new Thread(this::look, "highest");
        private volatile long heap;
        private int threads;

        Highest() {
            all.resetPeakThreadCount();
            thread.start();
        }

        private void look() {
            while (!stopped.get()) {
                heap = Math.max(heap, reachable() - heapBefore);
                try {
                    TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        void stop() throws InterruptedException {
            // One of them is the one that looks.
            threads = all.getPeakThreadCount() - threadsBefore - 1;
            stopped.set(true);
            thread.join();
        }
    }
}
