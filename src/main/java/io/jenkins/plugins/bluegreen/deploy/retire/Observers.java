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
import java.util.function.Consumer;

/** Looks on all hosts at once. Each of them rests most of the time, so few threads do it for all: whoever has nothing to look at waits for one that is due. */
public final class Observers {

    /** What one look takes is mostly the way to its host and back. */
    private static final int MOST = 16;

    private static final Duration LAP = Duration.ofMillis(20);

    private final Cancellation cancellation;
    private final Consumer<Observe> ended;
    private final Queue<Observe> resting;
    private final int threads;
    private int left;

    /** @param all what looks at each of them */
    public Observers(Collection<Observe> all, Cancellation cancellation) {
        this(all, cancellation, observe -> {});
    }

    /** @param ended hears of each that has looked for as long as it was to */
    Observers(Collection<Observe> all, Cancellation cancellation, Consumer<Observe> ended) {
        this.cancellation = cancellation;
        this.ended = ended;
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
            Optional<Observe> due = due();
            if (due.isEmpty()) {
                cancellation.pause(LAP);
            } else {
                done(due.get(), due.get().look());
            }
        }
    }

    private synchronized boolean more() {
        return left > 0;
    }

    /** Takes the one that has rested longest, if it is due. */
    private synchronized Optional<Observe> due() {
        for (int i = resting.size(); i > 0; i--) {
            Observe next = resting.remove();
            if (next.due()) {
                return Optional.of(next);
            }
            resting.add(next);
        }
        return Optional.empty();
    }

    private void done(Observe one, boolean again) {
        synchronized (this) {
            if (again) {
                resting.add(one);
                return;
            }
            left--;
        }
        ended.accept(one);
    }
}
