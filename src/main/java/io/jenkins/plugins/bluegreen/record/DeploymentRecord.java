package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import java.util.List;

/**
 * One deployment or rollback, as it is kept: what was to be done, who wanted it, how it ended and what was seen meanwhile. No secret
 * is in it. One that is under way is told likewise, as far as it has come.
 *
 * @param id names the deployment, also in the journal and the history on its hosts
 * @param subject what it is about
 * @param origin who wanted it
 * @param ending how it ended
 * @param steps what was done, in the order of the ends
 * @param availability what was noticed at the front door
 */
public record DeploymentRecord(
        String id, Subject subject, Origin origin, Ending ending, List<StepReport> steps, Availability availability) {

    /** Copies the steps. */
    public DeploymentRecord {
        steps = List.copyOf(steps);
    }

    /** Returns what lists show of it. */
    public Summary summary() {
        return new Summary(
                id,
                subject,
                origin.brief(),
                ending.brief(),
                availability.asked(),
                availability.failed(),
                availability.downtime());
    }

    /** What is kept beside a record, and goes with it. */
    public enum Beside {
        /** What its deployment was given, as only this Jenkins can read it. */
        GIVEN,
        /** What its deployment said. */
        LOG,
        /** What is done with what it left when nobody has dealt with that for some time, see {@link Due}. */
        DUE
    }
}
