package io.jenkins.plugins.bluegreen.jenkins.byhand;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Deals with what deployments left to be dealt with when its time is over. Whether there still is anything to do, the hosts say: their lock and
 * their journal decide, whoever else comes at the same moment.
 */
@Extension
public final class WhenDue extends AsyncPeriodicWork {

    private static final Logger LOG = Logger.getLogger(WhenDue.class.getName());

    /** Made by Jenkins, once. */
    public WhenDue() {
        super("Blue-green deployments that are due");
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    /** Each minute is too often to be told. */
    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    @Override
    protected void execute(TaskListener listener) {
        look(Cancellation.steady().instant());
    }

    /**
     * Begins what is due, and returns.
     *
     * @param now which time it is
     */
    static void look(Instant now) {
        for (String history : Deployments.get().store().histories()) {
            try {
                look(history, now);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, e, () -> "What is due of " + history + " cannot be found out.");
            }
        }
    }

    private static void look(String history, Instant now) {
        Deployments deployments = Deployments.get();
        Optional<Summary> left = deployments.left(history);
        Optional<Due> due =
                left.flatMap(each -> deployments.due(history, each)).filter(each -> each.now(left.get(), now));
        if (due.isPresent()) {
            Due tried = due.get().tried(begin(history, left.get(), due.get(), now));
            deployments.keep(history, left.get().id(), tried);
        }
    }

    private static Due.Try begin(String history, Summary left, Due due, Instant now) {
        try {
            return new Due.Try(now, RollbackByHand.byTime(history, left, due.what()), "");
        } catch (Refused e) {
            return new Due.Try(now, "", e.getMessage());
        }
    }
}
