package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Looks on all hosts at once. Each of these looks rests most of the time, so few threads do it for all: whoever has nothing to look at waits for
 * one that is due.
 */
public final class Observers {

    /** What one look takes is mostly the way to its host and back. */
    static final int MOST = 16;

    private static final Duration LAP = Duration.ofMillis(20);

    private final Cancellation cancellation;
    private final Queue<Look> resting;
    private final int threads;
    private int left;

    /** What is looked at again and again; by one thread at a time. */
    public interface Look {

        /** Tells whether it is time to look. */
        boolean due();

        /**
         * Looks.
         *
         * @return whether that is to be done again
         */
        boolean again() throws HostException, InterruptedException;
    }

    /** @param all what looks at each of them */
    public Observers(Collection<? extends Look> all, Cancellation cancellation) {
        this.cancellation = cancellation;
        this.resting = new ArrayDeque<>(all);
        this.left = all.size();
        this.threads = Math.min(MOST, left);
    }

    /** Returns what does it together, each of which is to be done at once with the others, and returns when all are over. */
    public List<DrainSlot.Task> tasks() {
        return Collections.nCopies(threads, this::work);
    }

    /** Returns when all are over. */
    public void run() throws HostException, CancelledException, InterruptedException {
        InParallel.each(tasks(), cancellation, DrainSlot.Task::run);
    }

    private void work() throws HostException, CancelledException, InterruptedException {
        while (more()) {
            Optional<Look> due = due();
            if (due.isEmpty()) {
                cancellation.pause(LAP);
            } else {
                looked(due.get(), due.get().again());
            }
        }
    }

    private synchronized boolean more() {
        return left > 0;
    }

    /** Takes the one that has rested longest, if it is due. */
    private synchronized Optional<Look> due() {
        for (int i = resting.size(); i > 0; i--) {
            Look next = resting.remove();
            if (next.due()) {
                return Optional.of(next);
            }
            resting.add(next);
        }
        return Optional.empty();
    }

    private synchronized void looked(Look one, boolean again) {
        if (again) {
            resting.add(one);
        } else {
            left--;
        }
    }
}
