package io.jenkins.plugins.bluegreen.jenkins.record;

import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells listeners, each in its own time and in the order of what happened; whoever is too slow misses something. */
final class Listeners {

    private static final Logger LOG = Logger.getLogger(Listeners.class.getName());

    /** What one may leave waiting, each with its record. */
    private static final int MOST = 100;

    private final Supplier<List<DeploymentListener>> all;
    private final Executor executor;
    private final Map<DeploymentListener, Line> lines = new ConcurrentHashMap<>();

    /**
     * Tells nothing yet.
     *
     * @param all returns whoever is to hear
     * @param executor runs what they do
     */
    Listeners(Supplier<List<DeploymentListener>> all, Executor executor) {
        this.all = all;
        this.executor = executor;
    }

    /** Tells all, and returns at once. */
    void tell(BiConsumer<DeploymentListener, DeploymentRecord> what, DeploymentRecord record) {
        try {
            for (DeploymentListener listener : all.get()) {
                lines.computeIfAbsent(listener, Line::new).add(() -> what.accept(listener, record));
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, e, () -> "Nobody could be told of the deployment " + record.id() + ".");
        }
    }

    /** What one listener has to hear yet. */
    private final class Line {

        private final String name;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private boolean busy;

        Line(DeploymentListener listener) {
            name = listener.getClass().getName();
        }

        synchronized void add(Runnable news) {
            if (waiting.size() >= MOST) {
                LOG.warning(() -> name + " is too slow to hear of a deployment; it is not told.");
                return;
            }
            waiting.add(news);
            if (!busy) {
                executor.execute(this::run);
                busy = true;
            }
        }

        private void run() {
            for (Runnable news = next(); news != null; news = next()) {
                try {
                    news.run();
                } catch (RuntimeException | Error e) {
                    LOG.log(Level.WARNING, e, () -> name + " failed when it heard of a deployment.");
                }
            }
        }

        private synchronized Runnable next() {
            Runnable news = waiting.poll();
            busy = news != null;
            return news;
        }
    }
}
