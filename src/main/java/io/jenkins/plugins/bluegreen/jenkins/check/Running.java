package io.jenkins.plugins.bluegreen.jenkins.check;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.deploy.survey.Proposal;
import io.jenkins.plugins.bluegreen.port.Deadline;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A look at hosts that goes on in the background, and what it found when it is over. */
public final class Running {

    private static final Logger LOG = Logger.getLogger(Running.class.getName());

    /** Longer than a look may take: it is over by itself unless the agent hangs. */
    static final Duration LIMIT = Duration.ofSeconds(25);

    private final String id = UUID.randomUUID().toString();
    private final FutureTask<List<Proposal>> task;

    private Running(Callable<List<Proposal>> look) {
        task = new FutureTask<>(look);
    }

    /** Begins one. */
    static Running begin(Callable<List<Proposal>> look, ExecutorService threads, Duration limit) {
        Running running = new Running(look);
        Deadline deadline = new Deadline(() -> running.task.cancel(true), limit);
        threads.execute(() -> {
            try {
                running.task.run();
            } finally {
                deadline.close();
            }
        });
        return running;
    }

    /** Returns one that is over already. */
    static Running over(List<Proposal> found) {
        Running running = new Running(() -> found);
        running.task.run();
        return running;
    }

    /** Returns what it is asked by, which nobody can guess. */
    public String getId() {
        return id;
    }

    /** Tells whether it is over. */
    public boolean isOver() {
        return task.isDone();
    }

    /** Returns what was found, the worst first; nothing while it is not over. */
    public List<Proposal> getFound() {
        return isOver()
                ? found().stream().sorted(Comparator.comparing(Running::worst)).toList()
                : List.of();
    }

    private static int worst(Proposal each) {
        return -each.finding().mark().ordinal();
    }

    /** Returns how many findings have a mark, by its name. */
    public long count(String mark) {
        return getFound().stream()
                .filter(each -> each.finding().mark() == Mark.valueOf(mark))
                .count();
    }

    private List<Proposal> found() {
        try {
            return task.get();
        } catch (CancellationException e) {
            return failed("The agent did not answer within " + LIMIT.toSeconds() + " s; look whether it is well.");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<Proposal> failed(Throwable why) {
        if (why instanceof IOException) {
            // AbortException among them, which is a sentence of ours.
            return failed(String.valueOf(why.getMessage()));
        }
        LOG.log(Level.WARNING, "The hosts could not be looked at", why);
        return failed("The hosts could not be looked at: " + why + "; the log of Jenkins tells more.");
    }

    private static List<Proposal> failed(String sentence) {
        return List.of(Proposal.of(Finding.wrong("", "testOn", new HostException(sentence))));
    }
}
