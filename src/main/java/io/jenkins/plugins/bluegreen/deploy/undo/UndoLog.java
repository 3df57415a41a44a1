package io.jenkins.plugins.bluegreen.deploy.undo;

import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What was done so far, in order: it is reported step by step, and can be undone. Used by several threads at once. */
public final class UndoLog {

    private final Progress progress;
    private final Cancellation cancellation;
    private final List<StepReport> reports = new ArrayList<>();
    private final ConcurrentLinkedDeque<Step> undoable = new ConcurrentLinkedDeque<>();
    private final Set<String> stuckOn = new LinkedHashSet<>();

    /** @param progress hears of each step */
    public UndoLog(Progress progress, Cancellation cancellation) {
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** Something that is reported as a step, and needs no undo. */
    public interface Action {

        /** Does it, and returns what is worth knowing of how it went, or an empty text. */
        String run() throws HostException, CancelledException, InterruptedException;
    }

    /** Does a step, which {@link #undo} will take back. */
    public void perform(Step step) throws HostException, CancelledException, InterruptedException {
        cancellation.check();
        // Before it runs: a step that fails half-way is to be undone as well.
        undoable.push(step);
        report(step.host(), step.name(), StepReport.Status.DONE, step::run);
    }

    /** Has something undone, in its order, that needs nothing done now. */
    public void undoLater(Step step) {
        undoable.push(step);
    }

    /** Tells whether anything was begun that could be undone. */
    public boolean begun() {
        return !undoable.isEmpty();
    }

    /** Does something that needs no undo. */
    public void perform(String host, String name, Action action)
            throws HostException, CancelledException, InterruptedException {
        report(host, name, StepReport.Status.DONE, action);
    }

    /**
     * Takes back all that was done, newest first; what cannot be taken back does not stop the rest, unless it says so.
     *
     * @return for each step that could not be taken back, what to do by hand
     */
    public List<String> undo() throws InterruptedException {
        List<String> stuck = new ArrayList<>();
        for (Step step = undoable.poll(); step != null; step = undoable.poll()) {
            if (!stuck.isEmpty() && step.onlyAfterTheRest()) {
                stuck.add(notUndone(step, ""));
                continue;
            }
            Optional<HostException> failure = undo(step);
            if (failure.isPresent()) {
                HostException why = failure.get();
                stuck.add(notUndone(
                        step, " " + why.getMessage() + (why.evidence().isEmpty() ? "" : "\n" + why.evidence())));
                if (step.keepsTheRest()) {
                    stuck.addAll(left());
                    return stuck;
                }
            }
        }
        return stuck;
    }

    /** Takes back one step, and returns why it could not. */
    private Optional<HostException> undo(Step step) throws InterruptedException {
        try {
            report(step.host(), StepReport.UNDO + step.name(), StepReport.Status.UNDONE, () -> {
                step.undo();
                return "";
            });
            return Optional.empty();
        } catch (HostException e) {
            return Optional.of(e);
        } catch (CancelledException | RuntimeException | Error e) {
            return Optional.of(Defect.of(e));
        }
    }

    /** Returns what {@link #undo} would still take back, each with what to do by hand. */
    public List<String> left() {
        return undoable.stream().map(step -> notUndone(step, "")).toList();
    }

    /** Returns the hosts on which something was not taken back, as far as {@link #undo} or {@link #left} has told of it. */
    public List<String> stuckOn() {
        return List.copyOf(stuckOn);
    }

    private String notUndone(Step step, String why) {
        if (!step.host().isEmpty()) {
            stuckOn.add(step.host());
        }
        String on = step.host().isEmpty() ? "" : " on " + step.host();
        String byHand = step.byHand().isEmpty() ? "" : "\n   " + on + ": " + step.byHand();
        return "Not undone: " + step.name() + on + "." + why + byHand;
    }

    /** Returns what was done so far. */
    public List<StepReport> reports() {
        synchronized (reports) {
            return List.copyOf(reports);
        }
    }

    /** Begins something that needs no undo, and is not done by one thread from its beginning to its end. */
    public Running begin(String host, String name) {
        return new Running(host, name, StepReport.Status.DONE);
    }

    private void report(String host, String name, StepReport.Status good, Action action)
            throws HostException, CancelledException, InterruptedException {
        try (Running running = new Running(host, name, good)) {
            running.end(action.run());
        }
    }

    /** A step that was begun. */
    public final class Running implements AutoCloseable {

        private final String host;
        private final String name;
        private final StepReport.Status good;
        private final Instant begun;
        private volatile boolean over;

        private Running(String host, String name, StepReport.Status good) {
            this.host = host;
            this.name = name;
            this.good = good;
            progress.begin(host, name);
            this.begun = cancellation.now();
        }

        /** Has it done, with what is worth knowing of how it went. */
        public void end(String detail) {
            Duration took = over(good, detail);
            progress.end(host, name, took, detail);
        }

        /** Has it failed, unless it is done. */
        @Override
        public void close() {
            if (!over) {
                boolean done = good == StepReport.Status.DONE;
                progress.failed(host, name, over(done ? StepReport.Status.FAILED : StepReport.Status.STUCK, ""));
            }
        }

        private Duration over(StepReport.Status status, String detail) {
            over = true;
            Duration took = cancellation.since(begun);
            synchronized (reports) {
                reports.add(new StepReport(host, name, begun, took, status, detail));
            }
            return took;
        }
    }
}
