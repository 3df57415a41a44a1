package io.jenkins.plugins.bluegreen.jenkins.byhand;

import io.jenkins.plugins.bluegreen.jenkins.run.Deployment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rollbacks by hand that are under way, one of a history, from before there is a record of it. Used by several threads at once. */
final class UnderWay {

    private static final Map<String, UnderWay> ALL = new ConcurrentHashMap<>();

    private final SavedRollback saved;
    private Deployment deployment;
    private boolean stopped;
    private boolean over;

    private UnderWay(SavedRollback saved) {
        this.saved = saved;
        this.stopped = saved.aborted();
    }

    /** Takes one, or returns null where one of the same history is under way. */
    static UnderWay take(SavedRollback saved) {
        UnderWay begun = new UnderWay(saved);
        return ALL.putIfAbsent(saved.history(), begun) == null ? begun : null;
    }

    /** Tells whether there is one of a history. */
    static boolean any(String history) {
        return ALL.containsKey(history);
    }

    /** Returns a rollback by its id, or null where it is not under way any more. */
    static UnderWay of(String history, String id) {
        UnderWay found = ALL.get(history);
        return found == null || !found.saved.deployment().id().equals(id) ? null : found;
    }

    /** Returns what is kept of it. */
    SavedRollback saved() {
        return saved;
    }

    /**
     * It is not under way any more.
     *
     * @param ended whether there is nothing to take up after a restart of Jenkins
     */
    synchronized void over(boolean ended) {
        over = true;
        if (ended) {
            saved.forget();
        }
        ALL.remove(saved.history(), this);
    }

    /** It runs now. */
    synchronized void runs(Deployment now) {
        deployment = now;
        if (stopped) {
            now.stop();
        }
    }

    /** Has it stop, and undo what it did; also after a restart of Jenkins. Returns whether it was not too late for that. */
    synchronized boolean stop() {
        if (over) {
            return false;
        }
        stopped = true;
        saved.abort();
        if (deployment != null) {
            deployment.stop();
        }
        return true;
    }

    /** Tells whether somebody stopped it. */
    synchronized boolean isStopped() {
        return stopped;
    }
}
