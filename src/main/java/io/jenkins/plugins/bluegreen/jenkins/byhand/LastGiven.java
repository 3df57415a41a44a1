package io.jenkins.plugins.bluegreen.jenkins.byhand;

import hudson.model.AbstractItem;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.jenkins.work.Sealed;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord.Beside;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;

/**
 * What the last deployment of a history by a job was given, with which the same application is dealt with again.
 *
 * @param history the name of the history
 * @param origin that of this deployment
 * @param file where it is
 */
record LastGiven(String history, Origin origin, Path file) {

    /**
     * Finds it; decrypts nothing.
     *
     * @throws Refused if it is not kept, or nobody could use it from here
     */
    static LastGiven of(String history, String job) throws Refused {
        Deployments deployments = Deployments.get();
        Summary summary =
                deployments.given(history, job).orElseThrow(() -> new Refused(Messages.LastGiven_None(history, job)));
        LastGiven given = new LastGiven(
                history, summary.origin(), deployments.store().beside(history, summary.id(), Beside.GIVEN));
        item(job);
        Place.of(given.origin.node());
        return given;
    }

    /**
     * Finds what one deployment was given, or the last one of its job where that is not kept.
     *
     * @throws Refused as {@link #of(String, String)}
     */
    static LastGiven of(String history, Summary left) throws Refused {
        Path own = Deployments.get().store().beside(history, left.id(), Beside.GIVEN);
        if (!Files.exists(own)) {
            return of(history, left.origin().job());
        }
        item(left.origin().job());
        Place.of(left.origin().node());
        return new LastGiven(history, left.origin(), own);
    }

    /** Returns a job, whoever may see it. */
    @SuppressWarnings("try") // the context is there to be closed
    static AbstractItem item(String job) throws Refused {
        try (ACLContext jenkins = ACL.as2(ACL.SYSTEM2)) {
            if (Jenkins.get().getItemByFullName(job) instanceof AbstractItem item) {
                return item;
            }
        }
        throw new Refused(Messages.LastGiven_NoJob(job));
    }

    /** Returns that the current user wants the same dealt with. */
    Pressed pressed() throws Refused {
        User user = User.current();
        return new Pressed(item(origin.job()), history, origin.build(), origin.url(), user == null ? "" : user.getId());
    }

    /** Returns that nobody wants it, but that its time is over. */
    Pressed byTime() throws Refused {
        return new Pressed(item(origin.job()), history, origin.build(), origin.url(), "");
    }

    /** Decrypts it. */
    Given read() throws Refused {
        try {
            return (Given) Sealed.open(Files.readString(file));
        } catch (IOException | RuntimeException e) {
            throw new Refused(Messages.LastGiven_Unreadable(e.getMessage()));
        }
    }
}
