package io.jenkins.plugins.bluegreen.bench;

import com.sun.management.OperatingSystemMXBean;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * @param failed how many deployments failed, of all rounds
 */
record Overhead(Duration cpu, long heap, int threads, Duration took, long failed) {

    /**
     * Answers as {@link BenchApp} does, but hardly needs the processor: a hundred Java applications that start and stop on the same
     * machine would take the engine's share of it, and what they made it wait for would be measured.
     */
    private static final String LIGHT_APP = """
            mkdir -p "slots/$SLOT/nginx" && cd "slots/$SLOT/nginx" || exit 1
            cat >conf <<END
            pid pid; error_log stderr; daemon off; master_process off;
            events { worker_connections 1024; }
            http {
              access_log off;
              server {
                listen 127.0.0.1:$PORT;
                location / { return 200 "hello from release $RELEASE\\n"; }
                location = /start { return 200 "$RELEASE\\n0\\n"; }
              }
            }
            END
            exec %s -p "$PWD" -c "$PWD/conf"
            """.formatted(Quoting.quote(Programs.find("nginx", "nginx")));

    /** What is looked at stands still meanwhile. Many at once would fail, so there is a pause of so many times what the last look took. */
    private static final int PAUSE_FOR_LOOK = 10;

    /** The first deployments are not measured; all at once, an engine that is cold yet would be slower than any is later. */
    private static final int COLD_AT_ONCE = 5;

    /** Measures so many deployments at once, each of an application of its own, in two rounds after a first one. */
    static Overhead of(int applications, Column column, PrivateSshd sshd) throws InterruptedException, IOException {
        List<Stage> stages = new ArrayList<>();
        try (Scratch scratch = Scratch.create("overhead")) {
            for (int i = 0; i < applications; i++) {
                stages.add(new Stage(
                        column, sshd, sshd.target().port(), Care.NONE, new StartCommand(LIGHT_APP, Map.of())));
            }
            long failed = deployAll(stages, pack(scratch, 1), 1, COLD_AT_ONCE);
            Path artifact = pack(scratch, 2);
            long cpu = cpuNanos();
            long start = System.nanoTime();
            failed += deployAll(stages, artifact, 2, applications);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            cpu = cpuNanos() - cpu;
            // Looking costs time itself, so that is another round.
            artifact = pack(scratch, 3);
            Highest highest = new Highest(applications == 1 ? 0 : PAUSE_FOR_LOOK);
            failed += deployAll(stages, artifact, 3, applications);
            highest.stop();
            return new Overhead(Duration.ofNanos(cpu), highest.heap, highest.threads, took, failed);
        } finally {
            stages.forEach(Stage::close);
        }
    }

    private static Path pack(Scratch scratch, int release) throws IOException {
        return BenchArtifact.pack(scratch.path(), BenchArtifact.Size.THIN, release);
    }

    /** Returns how many failed. */
    private static long deployAll(List<Stage> stages, Path artifact, int release, int atOnce)
            throws InterruptedException {
        ExecutorService builds = Executors.newFixedThreadPool(atOnce);
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
        private final int pauseForLook;
        private volatile long heap;
        private int threads;

        /** @param pauseForLook how many times the time of a look there is none */
        Highest(int pauseForLook) {
            this.pauseForLook = pauseForLook;
            all.resetPeakThreadCount();
            thread.start();
        }

        private void look() {
            while (!stopped.get()) {
                long look = System.nanoTime();
                heap = Math.max(heap, reachable() - heapBefore);
                look = System.nanoTime() - look;
                try {
                    TimeUnit.NANOSECONDS.sleep(pauseForLook * look);
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
