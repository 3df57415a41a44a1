package io.jenkins.plugins.bluegreen.jenkins.record;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Does one thing after the other in a thread of its own, so that whoever gives it does not wait. How much that is, is up to the one who gives. */
final class InOrder {

    private static final Logger LOG = Logger.getLogger(InOrder.class.getName());

    private final Executor executor;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /** @param executor runs it, as long as there is any */
    InOrder(Executor executor) {
        this.executor = executor;
    }

    /** Has something done, and returns at once. */
    synchronized void add(Runnable work) {
        waiting.add(work);
        if (!busy) {
            busy = true;
            try {
                executor.execute(this::run);
            } catch (RuntimeException | Error e) { // such as when Jenkins stops
                busy = false;
                LOG.log(Level.FINE, e, () -> "It is done at the end.");
            }
        }
    }

    /** Returns when all is done, also to a thread that is told to end. */
    void finish() {
        boolean told = false;
        synchronized (this) {
            while (busy) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    told = true;
                }
            }
            busy = !waiting.isEmpty();
        }
        run();
        if (told) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (Runnable work = next(); work != null; work = next()) {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, e, () -> "What was told of a deployment could not be recorded.");
            }
        }
    }

    private synchronized Runnable next() {
        Runnable work = waiting.poll();
        busy = work != null;
        if (!busy) {
            notifyAll();
        }
        return work;
    }
}
