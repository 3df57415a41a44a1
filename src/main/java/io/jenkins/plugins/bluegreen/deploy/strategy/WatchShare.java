package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.judge.Judge.Verdict;
import io.jenkins.plugins.bluegreen.deploy.judge.Tally;
import io.jenkins.plugins.bluegreen.deploy.retire.Observe;
import io.jenkins.plugins.bluegreen.deploy.retire.Observers;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Judges one share of the clients: counts what both slots answer by what the routers note, and looks all the time whether the new one is alive
 * and healthy, on all hosts.
 */
final class WatchShare {

    private static final Duration SHORTEST_LAP = Duration.ofMillis(500);
    private static final Duration LONGEST_LAP = Duration.ofSeconds(5);

    private final ShareTerms how;
    private final TrafficShift shift;
    private final DeployContext context;
    private final int percent;
    private Tally canary = new Tally();
    private Tally live = new Tally();
    private long passedOver;
    private boolean missed;

    WatchShare(ShareTerms how, TrafficShift shift, int percent) {
        this.how = how;
        this.shift = shift;
        this.context = shift.context();
        this.percent = percent;
    }

    /** Returns how that is called as a step. */
    static String name(Slot slot, int percent) {
        return "judge " + slot.label() + " by " + percent + " % of the clients";
    }

    /**
     * Returns when it was found good, or counts as that.
     *
     * @throws HostException if it is not
     * @throws CanaryHeldException if it is to stay then
     */
    void run() throws HostException, CancelledException, InterruptedException {
        context.undoLog().perform("", name(slot(), percent), () -> {
            AtomicBoolean over = new AtomicBoolean();
            AtomicReference<String> found = new AtomicReference<>();
            List<TrafficShift.Portion> tasks = new ArrayList<>();
            tasks.add(() -> {
                found.set(judged());
                over.set(true);
            });
            Observers observers = new Observers(alive(over), context.cancellation());
            observers.tasks().forEach(task -> tasks.add(task::run));
            InParallel.each(tasks, context.cancellation(), TrafficShift.Portion::run);
            return found.get();
        });
    }

    private Slot slot() {
        return shift.idle();
    }

    private List<Observe> alive(AtomicBoolean over) {
        return shift.hosts().stream()
                .map(on -> Observe.of(context, on, slot(), shift.monitor(), Duration.ZERO)
                        .until(over::get, when()))
                .toList();
    }

    private String when() {
        return "while " + percent + " % of the clients were led to it";
    }

    private String judged() throws HostException, CancelledException, InterruptedException {
        Cancellation cancellation = context.cancellation();
        List<CanaryRouter.Answers> answers = new ArrayList<>();
        for (CanaryRouter router : shift.canaries()) {
            answers.add(router.answers());
        }
        Instant begun = cancellation.now();
        Duration told = how.every();
        while (true) {
            cancellation.pause(lap());
            context.cluster().checkLocks();
            if (!counted(answers)) {
                begun = cancellation.now();
                told = how.every();
            }
            Duration took = cancellation.since(begun);
            boolean over = took.compareTo(how.every()) >= 0;
            if (over || how.judge().plain(canary, live)) {
                Verdict verdict = how.judge().of(canary, live);
                if (verdict != Verdict.TOO_FEW || how.tooFew() != ShareTerms.TooFew.WAIT) {
                    return found(verdict, took);
                }
                if (took.compareTo(told) >= 0) {
                    told = told.plus(how.every());
                    shift.note("It has too few requests to be judged yet, fewer than minRequests ("
                            + how.judge().minRequests() + "), and is waited for: " + shown());
                }
            }
        }
    }

    private Duration lap() {
        Duration lap = how.every().dividedBy(20);
        return lap.compareTo(SHORTEST_LAP) < 0 ? SHORTEST_LAP : lap.compareTo(LONGEST_LAP) > 0 ? LONGEST_LAP : lap;
    }

    /** Counts what has come, or begins anew, where a router did: of what it had not told yet, nobody knows whether it was good. */
    private boolean counted(List<CanaryRouter.Answers> answers) throws HostException, InterruptedException {
        boolean whole = true;
        for (CanaryRouter.Answers each : answers) {
            whole &= count(each);
        }
        if (!whole) {
            shift.note(context.plan().router()
                    + " began to count anew, as after a reload, so that it is not known what all"
                    + " were answered; this share is judged afresh from now on. Until then: " + shown());
            canary = new Tally();
            live = new Tally();
        }
        return whole;
    }

    private boolean count(CanaryRouter.Answers answers) throws HostException, InterruptedException {
        long passed = answers.read(each -> (each.slot() == slot() ? canary : live).add(each.failed(), each.millis()));
        missed |= passed == -1;
        passedOver += Math.max(0, passed);
        return passed != CanaryRouter.Answers.AFRESH;
    }

    private String found(Verdict verdict, Duration took)
            throws HostException, CancelledException, InterruptedException {
        if (verdict == Verdict.GOOD) {
            return "good; " + shown();
        }
        if (verdict == Verdict.TOO_FEW && how.tooFew() == ShareTerms.TooFew.PROMOTE) {
            return "too few requests to judge it, which counts as good (tooFew: 'promote'); " + shown();
        }
        // One that is dead fails requests too, and that it ended says more; it is not held either.
        for (ApplicationHost on : shift.hosts()) {
            new StartedProcess(on, slot()).refuseDeaf(when(), context.cancellation());
        }
        String against = how.judge().against(canary, live);
        String to = percent + " % of the clients were led to release "
                + context.plan().release().id() + " in " + context.plan().shown(slot()) + ", and ";
        String sentence = verdict == Verdict.BAD
                ? to + against + "."
                : to + "it had " + canary.requests() + " requests within " + TimeSpan.show(took)
                        + ", fewer than minRequests (" + how.judge().minRequests()
                        + "), so that it could not be judged (tooFew: 'stop').";
        String evidence = shown() + "\n" + lastWords();
        if (how.onFailure() == ShareTerms.OnFailure.HOLD) {
            throw new CanaryHeldException(
                    sentence + " They still are (onFailure: 'hold'), and "
                            + context.plan().shown(slot().other())
                            + " serves all others: look at it; the next deployment leads them back, and takes it back.",
                    evidence);
        }
        throw new HostException(sentence, evidence);
    }

    private String lastWords() throws HostException, InterruptedException {
        ApplicationHost first = shift.hosts().get(0);
        String on = shift.hosts().size() > 1 ? "On " + first.name() + ":\n" : "";
        return on + new StartedProcess(first, slot()).failure("", "").evidence();
    }

    /** Returns what both slots answered, for a reader. */
    private String shown() {
        String unseen = (passedOver > 0 ? "; " + passedOver + " bytes of what was noted were passed over" : "")
                + (missed ? "; some of what was noted was gone before it was read" : "");
        return slot().label() + ": " + canary.shown() + "; " + slot().other().label() + ": " + live.shown() + unseen;
    }
}
