package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.judge.Judge.Verdict;
import io.jenkins.plugins.bluegreen.deploy.judge.Silence;
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
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

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
    private final List<CanaryRouter.Answers> answers = new ArrayList<>();
    private final Set<CanaryRouter.Answers> heard = new HashSet<>();
    private long passedOver;
    private long oursBefore;
    private boolean anew;
    private boolean afresh;

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
        for (CanaryRouter router : shift.canaries()) {
            answers.add(router.answers());
        }
        oursBefore = shift.monitor().answeredWell();
        Silence silence = new Silence(oursBefore);
        Instant begun = cancellation.now();
        Duration told = how.every();
        while (true) {
            cancellation.pause(lap());
            context.cluster().checkLocks();
            if (!counted()) {
                begun = cancellation.now();
                told = how.every();
            }
            silence.look(silent(), shift.monitor().answeredWell());
            Duration took = cancellation.since(begun);
            boolean over = took.compareTo(how.every()) >= 0;
            if (over || how.judge().plain(canary, live)) {
                Verdict verdict = how.judge().of(canary, live);
                if (verdict != Verdict.BAD) {
                    refuseUnheard(silence.unheard());
                    refuseChanged();
                }
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
    private boolean counted() throws HostException, InterruptedException {
        boolean whole = true;
        anew = false;
        for (CanaryRouter.Answers each : answers) {
            whole &= count(each);
            if (each.silent().isEmpty()) {
                heard.add(each);
            }
        }
        // What is plainly bad is so whatever else there was; and where notes are lost again and again, it is judged by
        // those that are not.
        boolean again = !whole && !how.judge().plain(canary, live) && (anew || !afresh);
        if (again) {
            afresh = true;
            shift.note(context.plan().router()
                    + (anew
                            ? " began to count anew, as after a reload,"
                            : "'s notes were gone before they were read, as where they are copied and truncated,")
                    + " so that it is not known what all were answered; this share is judged afresh from now on. Until then: "
                    + shown());
            canary = new Tally();
            live = new Tally();
            oursBefore = shift.monitor().answeredWell();
        }
        return !again;
    }

    private void take(CanaryRouter.Answer answer) {
        Tally tally = answer.slot() == slot() ? canary : live;
        if (answer.unanswered()) {
            tally.gaveUp(answer.millis());
        } else {
            tally.add(answer.failed(), answer.millis());
        }
    }

    private boolean count(CanaryRouter.Answers answers) throws HostException, InterruptedException {
        long passed = answers.read(this::take);
        passedOver += Math.max(0, passed);
        anew |= passed == CanaryRouter.Answers.AFRESH;
        return passed >= 0;
    }

    private String found(Verdict verdict, Duration took)
            throws HostException, CancelledException, InterruptedException {
        if (verdict == Verdict.GOOD) {
            return "good; " + shown();
        }
        if (verdict == Verdict.TOO_FEW && how.tooFew() == ShareTerms.TooFew.PROMOTE) {
            return "too few requests to judge it, which counts as good (tooFew: 'promote'); " + shown();
        }
        throw failure(
                verdict == Verdict.BAD
                        ? how.judge().against(canary, live)
                        : "it had " + canary.requests() + " requests within " + TimeSpan.show(took)
                                + ", fewer than minRequests (" + how.judge().minRequests()
                                + "), so that it could not be judged (tooFew: 'stop')");
    }

    private boolean silent() {
        return answers.stream().noneMatch(each -> each.silent().isEmpty());
    }

    /** What is not noted cannot be judged, whatever becomes of one that has too few requests. */
    private void refuseUnheard(long answered) throws HostException, CancelledException, InterruptedException {
        if (answered > 0) {
            throw failure(answers.stream().map(CanaryRouter.Answers::silent).collect(Collectors.joining("; "))
                    + ", though " + answered
                    + " questions at the front door were answered well meanwhile, so that it could not be judged: "
                    + context.plan().router()
                    + " was not reloaded since its block was changed, or that file was replaced since, or what is asked there is answered by another"
                    + " one; reload it, and look that each request adds a line");
        }
    }

    /** Whoever leads them elsewhere by hand, such as back, is not overruled. */
    private void refuseChanged() throws HostException, InterruptedException {
        for (CanaryRouter router : shift.canaries()) {
            RouterState now = router.read();
            if (now.stale() || now.share() != percent || !now.live().equals(Optional.of(slot().other()))) {
                throw new HostException("What leads " + percent + " % of the clients to "
                        + context.plan().shown(slot()) + " on " + router.name()
                        + " was changed by somebody else meanwhile (" + now.source()
                        + "); look who did so, and deploy again if the release is good.");
            }
        }
    }

    private HostException failure(String why) throws HostException, CancelledException, InterruptedException {
        // One that is dead fails requests too, and that it ended says more; it is not held either.
        for (ApplicationHost on : shift.hosts()) {
            new StartedProcess(on, slot()).refuseDeaf(when(), context.cancellation());
        }
        String sentence = percent + " % of the clients were led to release "
                + context.plan().release().id() + " in " + context.plan().shown(slot()) + ", and " + why + ".";
        String evidence = shown() + "\n" + lastWords();
        if (how.onFailure() == ShareTerms.OnFailure.HOLD) {
            return new CanaryHeldException(
                    sentence + " They still are (onFailure: 'hold'), and "
                            + context.plan().shown(slot().other())
                            + " serves all others: look at it; the next deployment leads them back, and takes it back.",
                    evidence);
        }
        return new HostException(sentence, evidence);
    }

    private String lastWords() throws HostException, InterruptedException {
        ApplicationHost first = shift.hosts().get(0);
        String on = shift.hosts().size() > 1 ? "On " + first.name() + ":\n" : "";
        return on + new StartedProcess(first, slot()).failure("", "").evidence();
    }

    /** Returns what both slots answered, for a reader; nobody can tell which of it were questions of our own. */
    private String shown() {
        long ours = shift.monitor().answeredWell() - oursBefore;
        String unseen = (passedOver > 0 ? "; " + passedOver + " bytes of what was noted were passed over" : "")
                + answers.stream()
                        .filter(each -> !heard.contains(each))
                        .map(each -> "; " + each.silent())
                        .collect(Collectors.joining());
        return slot().label() + ": " + canary.shown() + "; " + slot().other().label() + ": " + live.shown()
                + (ours > 0 ? "; questions of this deployment among all of them: up to " + ours : "") + unseen;
    }
}
