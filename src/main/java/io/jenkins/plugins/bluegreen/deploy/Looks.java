package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.undo.Defect;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several looks at once, all of which share one limit: what hangs until that is over is told, and left behind. */
public final class Looks {

    private final Duration limit;
    private final long begun = System.nanoTime();
    private final List<Finding> findings = new ArrayList<>();

    /** @param limit what all looks may take together, from now */
    public Looks(Duration limit) {
        this.limit = limit;
    }

    /** Something to look at. */
    public interface Look {

        /** @param found takes what is found, as it is found */
        void at(List<Finding> found) throws HostException, InterruptedException;
    }

    /**
     * A look, and what is said of it where it fails or hangs.
     *
     * @param host the host's name, or an empty text
     * @param field the setting that it is about
     * @param hung what is said where it does not end, behind which it is said within which time
     * @param todo what to do then, a sentence
     * @param look what is done
     */
    public record Task(String host, String field, String hung, String todo, Look look) {}

    private record Running(Task task, List<Finding> found, FutureTask<Void> future) {

        static Running of(Task task) {
            List<Finding> found = new CopyOnWriteArrayList<>();
            return new Running(task, found, new FutureTask<>(() -> {
                try {
                    task.look().at(found);
                } catch (HostException e) {
                    found.add(Finding.wrong(task.host(), task.field(), e));
                }
                return null;
            }));
        }
    }

    /** Makes them all, at once; what they find is told in their order. */
    public void all(List<Task> tasks) throws InterruptedException {
        List<Running> all = tasks.stream().map(Running::of).toList();
        ExecutorService threads = Executors.newCachedThreadPool(Looks::thread);
        try {
            all.forEach(one -> threads.execute(one.future));
            for (Running one : all) {
                findings.addAll(ended(one));
            }
        } finally {
            all.forEach(one -> one.future.cancel(true));
            threads.shutdown();
        }
    }

    private List<Finding> ended(Running one) throws InterruptedException {
        Task task = one.task;
        try {
            one.future.get(limit.toNanos() - (System.nanoTime() - begun), TimeUnit.NANOSECONDS);
            return one.found;
        } catch (TimeoutException e) {
            List<Finding> found = new ArrayList<>(one.found);
            found.add(new Finding(
                    Finding.Mark.WRONG,
                    task.host,
                    task.field,
                    task.hung + " within " + TimeSpan.show(limit) + ".",
                    task.todo,
                    ""));
            return found;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            List<Finding> found = new ArrayList<>(one.found);
            found.add(Finding.wrong(task.host, task.field, Defect.of(e.getCause())));
            return found;
        }
    }

    /** Adds what takes no look. */
    public void add(Finding finding) {
        findings.add(finding);
    }

    /** Returns what was found until now. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "blue-green-look");
        thread.setDaemon(true);
        return thread;
    }
}
