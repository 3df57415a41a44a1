package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts deployments since Jenkins was started, for whoever shows metrics. */
@Extension
public final class DeploymentMetrics extends DeploymentListener {

    private final Map<Key, Sum> sums = new TreeMap<>();

    /**
     * What is counted apart.
     *
     * @param result deployed, rolled_back, undone, aborted or stuck
     */
    record Key(String application, String result) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int first = application.compareTo(other.application);
            return first == 0 ? result.compareTo(other.result) : first;
        }
    }

    /**
     * What came of deployments together.
     *
     * @param count how many there were
     * @param took how long they took
     * @param downtime how long users had no good answer, of each the longest time
     * @param asked how many requests were made to see that
     * @param failed how many of these failed
     */
    record Sum(int count, Duration took, Duration downtime, long asked, long failed) {

        private static Sum of(DeploymentRecord record) {
            return new Sum(
                    1,
                    record.ending().took(),
                    record.availability().downtime(),
                    record.availability().asked(),
                    record.availability().failed());
        }

        Sum and(Sum other) {
            return new Sum(
                    count + other.count,
                    took.plus(other.took),
                    downtime.plus(other.downtime),
                    asked + other.asked,
                    failed + other.failed);
        }
    }

    /** Returns the one of this Jenkins. */
    static DeploymentMetrics get() {
        return ExtensionList.lookupSingleton(DeploymentMetrics.class);
    }

    /** Returns what was counted. */
    Map<Key, Sum> sums() {
        synchronized (sums) {
            return new TreeMap<>(sums);
        }
    }

    @Override
    public void deployed(DeploymentRecord record) {
        count(record);
    }

    @Override
    public void rolledBack(DeploymentRecord record) {
        if (!record.summary().didNothing()) {
            count(record);
        }
    }

    @Override
    public void failed(DeploymentRecord record) {
        count(record);
    }

    private void count(DeploymentRecord record) {
        Key key = new Key(record.subject().application(), result(record));
        synchronized (sums) {
            sums.merge(key, Sum.of(record), Sum::and);
        }
    }

    private static String result(DeploymentRecord record) {
        Ending.State state = record.ending().state();
        return state == Ending.State.DEPLOYED && record.origin().kind().back()
                ? "rolled_back"
                : state.name().toLowerCase(Locale.ROOT);
    }
}
