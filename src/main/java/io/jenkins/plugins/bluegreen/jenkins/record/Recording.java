package io.jenkins.plugins.bluegreen.jenkins.record;

import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Event;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Subject;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
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

    private final Deployments deployments;
    private final String id;
    private final Supplier<Origin> origin;
    private final InstantSource clock = Cancellation.steady();
    private volatile String application;
    private volatile RunningRecord record;

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
    }

    /** Says of which application it is, before more of it is known. */
    public synchronized void of(String name) {
        application = name;
    }

    /** Says what is deployed, which begins the record; once more, it goes on. */
    public synchronized void begin(DeployPlan plan) {
        guarded(() -> {
            List<String> hosts = plan.hosts().stream().map(Target::toString).toList();
            Subject planned = subject(plan.app().value(), plan.release().id(), hosts);
            if (record == null) {
                RunningRecord begun = new RunningRecord(id, planned, origin.get(), clock);
                begun.about(planned, plan.slots());
                record = begun;
                deployments.begin(begun);
            } else {
                record.about(planned, plan.slots());
                record.again();
            }
        });
    }

    private static Subject subject(String application, String release, List<String> hosts) {
        return new Subject(application, release, "", hosts, null, new SlotChange(null, 0, null, 0));
    }

    /** Goes on with the record that a deployment left which was cut off, if there is one. */
    public synchronized void takeUp() {
        guarded(() -> {
            if (record == null) {
                deployments.cutOff(id).ifPresent(left -> {
                    record = new RunningRecord(left, clock);
                    deployments.goOn(record);
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

    private void hear(Event event) {
        RunningRecord now = record;
        if (now == null) {
            return;
        }
        if (!now.hear(event)) {
            return;
        }
        if (event instanceof Event.Settled settled) {
            deployments.settled(now.now().subject().application(), settled.deployment(), settled.how(), id);
        } else {
            deployments.keep(now);
            if (event instanceof Event.Marked marked && marked.mark().what() == Mark.Kind.SWITCHED) {
                deployments.switched(now);
            }
        }
    }

    /**
     * Keeps what it was given, for whoever goes back by hand.
     *
     * @param given as only this Jenkins can read it
     */
    public synchronized void keep(String given) {
        if (record != null) {
            deployments.keep(record, given);
        }
    }

    /** Ends the record. */
    public synchronized void ended(Outcome outcome) {
        guarded(() -> end(was -> was.ended(outcome)));
    }

    /** Ends the record of a deployment that was refused, or failed in a way of which nothing else is known. */
    public synchronized void ended(Outcome.Result result, String sentence) {
        guarded(() -> {
            if (record == null && application != null) {
                record = new RunningRecord(id, subject(application, "", List.of()), origin.get(), clock);
            }
            end(was -> was.ended(result, sentence));
        });
    }

    private void end(Function<RunningRecord, DeploymentRecord> how) {
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
