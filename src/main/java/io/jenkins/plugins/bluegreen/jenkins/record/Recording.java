package io.jenkins.plugins.bluegreen.jenkins.record;

import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Event;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is recorded around a deployment or a rollback, whatever it is that runs: it is told what it is about, hears what an agent tells
 * meanwhile, and how it ended. As long as not even the application is known, there is nothing to record. No failure to record is one of
 * the deployment: it is said in the log.
 */
public final class Recording {

    private static final Logger LOG = Logger.getLogger(Recording.class.getName());

    private static final SlotChange NOTHING_YET = new SlotChange(null, 0, null, 0);

    private final Deployments deployments;
    private final String id;
    private final Supplier<Origin> origin;
    private final InstantSource clock = Cancellation.steady();
    private volatile String application;
    private volatile String history = "";
    // Null where it decides on nothing.
    private volatile Predicate<Summary> decides;
    private volatile RunningRecord record;
    private final InOrder later;
    private final AtomicBoolean kept = new AtomicBoolean(true);

    /**
     * Records nothing yet.
     *
     * @param id names the deployment
     * @param origin tells who wanted it; asked when it begins
     */
    public Recording(Deployments deployments, String id, Supplier<Origin> origin) {
        this.deployments = deployments;
        this.id = id;
        this.origin = origin;
        this.later = deployments.later();
    }

    /** Says of which application it is, before more of it is known. */
    public synchronized void of(String name) {
        application = name;
    }

    /** Says in which history it is, where that is certain before its hosts are known; otherwise an empty text. */
    public Recording in(String known) {
        history = known;
        return this;
    }

    /**
     * Says that it is somebody's decision on what is held, after which nothing is done with that by itself, whatever comes of it.
     *
     * @param on tells of a deployment that holds something whether it is that which is decided on
     */
    public void decides(Predicate<Summary> on) {
        decides = on;
    }

    /** Says what is deployed, which begins the record; once more, it goes on. */
    public void begin(DeployPlan plan) {
        begin(plan, plan.release().id());
    }

    /**
     * Does the same.
     *
     * @param release the id of the release, or an empty text as long as it is not chosen
     */
    public synchronized void begin(DeployPlan plan, String release) {
        guarded(() -> {
            List<String> hosts = plan.hosts().stream().map(Target::toString).toList();
            Subject planned = new Subject(
                    plan.app().value(), release, "", hosts, plan.application().directory(), null, NOTHING_YET);
            if (record == null) {
                RunningRecord begun = begun(planned);
                begun.about(planned, plan.slots());
                record = begun;
                if (decides != null) {
                    deployments.decided(begun.history(), id, clock.instant(), decides);
                }
                deployments.begin(begun);
            } else {
                record.about(planned, plan.slots());
                record.again();
            }
        });
    }

    private RunningRecord begun(Subject planned) {
        Origin by = origin.get();
        String in = history.isEmpty() ? deployments.store().historyOf(planned, by.job()) : history;
        return new RunningRecord(in, id, planned, by, clock);
    }

    /** Goes on with the record that a deployment left which was cut off, if there is one. */
    public synchronized void takeUp() {
        guarded(() -> {
            if (record == null) {
                deployments.cutOff(id, clock).ifPresent(left -> {
                    record = left;
                    deployments.goOn(left);
                });
            } else {
                record.again();
            }
        });
    }

    /** Returns where an agent writes what it tells: lines of JSON, see {@link io.jenkins.plugins.bluegreen.record.EventJson}. */
    public OutputStream events() {
        return new Heard(event -> guarded(() -> hear(event)));
    }

    /** Whoever tells waits neither for the disk nor for anybody who hears of it. What a record takes is not much, so little waits. */
    private void hear(Event event) {
        RunningRecord now = record;
        if (now == null || !now.hear(event)) {
            return;
        }
        if (event instanceof Event.Settled settled) {
            later.add(() -> deployments.settled(settled.deployment(), settled.how(), now));
            return;
        }
        if (kept.getAndSet(false)) {
            later.add(() -> {
                kept.set(true); // what is heard from now on is kept once more
                deployments.keep(now);
            });
        }
        if (event instanceof Event.Marked marked && marked.mark().what() == Mark.Kind.SWITCHED) {
            DeploymentRecord switched = now.now();
            later.add(() -> deployments.switched(switched));
        }
    }

    /**
     * Keeps what it was given, for whoever goes back by hand once it serves.
     *
     * @param given as only this Jenkins can read it
     */
    public synchronized void keep(String given) {
        if (record != null) {
            deployments.keep(record, given);
        }
    }

    /** Keeps what is done with what it leaves, where nobody deals with that. */
    public synchronized void due(Due due) {
        guarded(() -> {
            if (record != null) {
                deployments.keep(record.history(), id, due);
            }
        });
    }

    /** Ends the record. */
    public synchronized void ended(Outcome outcome) {
        guarded(() -> end(was -> was.ended(outcome)));
    }

    /** Ends the record of a deployment that was refused, or failed in a way of which nothing else is known. */
    public synchronized void ended(Outcome.Result result, String sentence) {
        guarded(() -> {
            if (record == null && application != null) {
                record = begun(new Subject(application, "", "", List.of(), null, NOTHING_YET));
            }
            end(was -> was.ended(result, sentence));
        });
    }

    private void end(Function<RunningRecord, DeploymentRecord> how) {
        later.finish();
        RunningRecord was = record;
        record = null;
        if (was != null) {
            try {
                deployments.end(was, how.apply(was));
            } finally {
                deployments.forget(was);
            }
        }
    }

    /** Leaves the record as it is, since this process ends. */
    public synchronized void left() {
        guarded(() -> {
            later.finish();
            if (record != null) {
                deployments.leave(record);
                record = null;
            }
        });
    }

    /** Nothing that fails here is worth more than the deployment. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, e, () -> "What the deployment " + id + " did could not be recorded.");
        }
    }
}
