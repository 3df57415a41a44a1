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
import jenkins.model.Jenkins;

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

    /** What is begun when Jenkins is about to stop would be cut off in its middle; it is due when Jenkins runs again. */
    @Override
    protected void execute(TaskListener listener) {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins != null && !jenkins.isQuietingDown() && !jenkins.isTerminating()) {
            look(Cancellation.steady().instant());
        }
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
        if (!begun(history, left, now, Due.What.PROMOTE)) {
            begun(history, deployments.neverSettled(history), now, Due.What.SETTLE);
        }
    }

    private static boolean begun(String history, Optional<Summary> left, Instant now, Due.What what) {
        Deployments deployments = Deployments.get();
        Optional<Due> due = left.flatMap(each -> deployments.due(history, each))
                .filter(each -> each.what() == what && each.now(left.get(), now))
                .filter(each -> !deployments.wasDecided(history, each));
        if (due.isEmpty()) {
            return false;
        }
        Due tried = due.get().tried(begin(history, left.get(), due.get(), now));
        deployments.keep(history, left.get().id(), tried);
        return true;
    }

    private static Due.Try begin(String history, Summary left, Due due, Instant now) {
        try {
            return new Due.Try(now, RollbackByHand.byTime(history, left, due.what()), "");
        } catch (Refused e) {
            return new Due.Try(now, "", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "What the deployment " + left.id() + " left cannot be dealt with; it is tried again.");
            return new Due.Try(now, "", e + "; the log of Jenkins tells more.");
        }
    }
}
