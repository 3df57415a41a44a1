package io.jenkins.plugins.bluegreen.deploy.host;

import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does the same on all hosts, or several times on one, at once. */
public final class InParallel {

    /** In threads of their own; but a simulation, which is to come out the same each time, has it done one after the other. */
    static volatile Manner manner = InParallel::inThreads;

    private InParallel() {}

    /** How it is done. */
    interface Manner {
        <T> void each(List<T> ones, Cancellation cancellation, Task<T> task)
                throws HostException, CancelledException, InterruptedException;
    }

    /** What is done on one of them. */
    public interface Task<T> {
        void on(T one) throws HostException, CancelledException, InterruptedException;
    }

    /** The same, which no abort ends. */
    public interface Work<T> {
        void on(T one) throws HostException, InterruptedException;
    }

    /**
     * The first failure, or an abort, ends the others too. Returns when all have ended, whatever came of them: what follows may
     * be an undo.
     */
    public static <T> void each(List<T> ones, Cancellation cancellation, Task<T> task)
            throws HostException, CancelledException, InterruptedException {
        manner.each(ones, cancellation, task);
    }

    /** The same, at no more than so many of them at once. */
    public static <T> void each(List<T> ones, int most, Cancellation cancellation, Task<T> task)
            throws HostException, CancelledException, InterruptedException {
        Queue<T> left = new ConcurrentLinkedQueue<>(ones);
        each(Collections.nCopies(Math.min(most, ones.size()), task), cancellation, each -> {
            for (T one = left.poll(); one != null; one = left.poll()) {
                each.on(one);
            }
        });
    }

    static <T> void inThreads(List<T> ones, Cancellation cancellation, Task<T> task)
            throws HostException, CancelledException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(ones.size(), InParallel::thread);
        CompletionService<Void> ended = new ExecutorCompletionService<>(threads);
        List<Future<Void>> all = ones.stream()
                .map(one -> ended.submit(() -> {
                    task.on(one);
                    return null;
                }))
                .toList();
        // Each thread ends with what it does; others may go on for long.
        threads.shutdown();
        Runnable endAll = () -> all.forEach(one -> one.cancel(true));
        cancellation.onStop(endAll);
        try {
            for (int i = 0; i < all.size(); i++) {
                ended.take().get();
            }
        } catch (ExecutionException e) {
            rethrow(e.getCause(), cancellation);
        } catch (CancellationException e) {
            throw new CancelledException();
        } finally {
            cancellation.forget(endAll);
            endAll.run();
            awaitEnd(threads);
        }
    }

    /** Each goes on to its end, whatever becomes of the others, and also when the build is aborted; then the failure of the first of them that has one is thrown. */
    public static <T> void eachToItsEnd(List<T> ones, Task<T> task)
            throws HostException, CancelledException, InterruptedException {
        Map<T, Exception> failures = new ConcurrentHashMap<>();
        Cancellation none = new Cancellation();
        each(ones, none, one -> {
            try {
                task.on(one);
            } catch (HostException | CancelledException e) {
                failures.put(one, e);
            }
        });
        for (T one : ones) {
            if (failures.containsKey(one)) {
                rethrow(failures.get(one), none);
            }
        }
    }

    /**
     * Does it for the first, and then for all others at once: where the first fails, nothing was done to the others. Each of those goes on to
     * its end, and then the failure of the first of them that has one is thrown.
     */
    public static <T> void firstThenRest(List<T> ones, Work<T> work) throws HostException, InterruptedException {
        if (ones.isEmpty()) {
            return;
        }
        work.on(ones.get(0));
        List<T> rest = ones.subList(1, ones.size());
        if (rest.size() == 1) {
            work.on(rest.get(0));
        } else if (!rest.isEmpty()) {
            try {
                eachToItsEnd(rest, work::on);
            } catch (CancelledException e) {
                throw new IllegalStateException("nobody stops this", e);
            }
        }
    }

    static void rethrow(Throwable cause, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        // A call that an abort cut off may say so in its own way.
        cancellation.check();
        if (cause instanceof HostException e) {
            throw e;
        } else if (cause instanceof InterruptedException e) {
            throw e;
        } else if (cause instanceof CancelledException e) {
            throw e;
        }
        throw new IllegalStateException(cause);
    }

    /** An interrupt is passed on only then, and must not take the place of what is being thrown. Each call to a host has a limit, so this ends. */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "blue-green-deploy");
        thread.setDaemon(true);
        return thread;
    }
}
