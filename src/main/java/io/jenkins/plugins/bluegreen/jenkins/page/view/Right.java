package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** What the current user may do to an application. Looked up at each request. */
final class Right {

    private Right() {}

    /**
     * Returns why the user cannot go back to an older release now, or an empty text where that is possible.
     *
     * @param newestFirst the deployments that the user may see, of which there is at least one
     * @param last the newest of all, whoever may see it
     */
    static String whyNotRollBack(List<Summary> newestFirst, Optional<Summary> last) {
        Summary newest = newestFirst.get(0);
        if (isHidden(last, newestFirst)) {
            return Messages.Right_Hidden();
        }
        if (!mayRollBack(newest.origin().job())) {
            return Messages.Right_NotAllowed(newest.origin().job());
        }
        if (newest.ending().state() == State.RUNNING) {
            return Messages.Right_UnderWay(newest.id());
        }
        long good = newestFirst.stream()
                .filter(summary -> summary.ending().state() == State.DEPLOYED)
                .map(summary -> summary.subject().release())
                .distinct()
                .count();
        return good < 2 ? Messages.Right_NothingBefore() : "";
    }

    /**
     * Returns why the user cannot promote or discard what is held now, or an empty text where that is possible.
     *
     * @param newestFirst the deployments that the user may see, of which there is at least one
     * @param last the newest of all, whoever may see it
     */
    static String whyNotDecide(List<Summary> newestFirst, Optional<Summary> last) {
        Summary newest = newestFirst.get(0);
        boolean running = newest.ending().state() == State.RUNNING;
        String why = whyNotRefresh(newestFirst, last);
        return why.isEmpty() && running ? Messages.Right_UnderWay(newest.id()) : why;
    }

    /**
     * Returns why the user cannot have the hosts asked now, or an empty text where that is possible.
     *
     * @param visible the deployments that the user may see
     * @param last the newest of all, whoever may see it
     */
    static String whyNotRefresh(List<Summary> visible, Optional<Summary> last) {
        if (isHidden(last, visible)) {
            return Messages.Right_Hidden();
        }
        String job = last.map(summary -> summary.origin().job()).orElse("");
        return mayRollBack(job) ? "" : Messages.Right_NotAllowed(job);
    }

    /** The name of a job is not for whoever may not see it. */
    private static boolean isHidden(Optional<Summary> last, List<Summary> visible) {
        return last.isPresent()
                && visible.stream()
                        .noneMatch(each -> each.id().equals(last.get().id()));
    }

    private static boolean mayRollBack(String job) {
        return holder(job, Permissions.ROLL_BACK).may();
    }

    /**
     * Refuses whoever may not press a button of what a job deployed last.
     *
     * @throws org.springframework.security.access.AccessDeniedException if the user may not
     */
    static void check(String job) {
        holder(job, Permissions.ROLL_BACK).check();
    }

    /** Returns why the user cannot stop what was begun by hand, or an empty text where that is possible. */
    static String whyNotStop(String job) {
        return holder(job, Item.CANCEL).may() ? "" : Messages.Right_MayNotStop(job);
    }

    /**
     * Refuses whoever may not stop what was begun by hand: like a build of the job that deployed last.
     *
     * @throws org.springframework.security.access.AccessDeniedException if the user may not
     */
    static void checkStop(String job) {
        holder(job, Item.CANCEL).check();
    }

    /** What is asked for a permission, and for which. */
    private record Holder(AccessControlled of, Permission permission) {

        boolean may() {
            return of.hasPermission(permission);
        }

        void check() {
            of.checkPermission(permission);
        }
    }

    private static Holder holder(String job, Permission permission) {
        Item item = item(job);
        return item == null ? new Holder(Jenkins.get(), Jenkins.ADMINISTER) : new Holder(item, permission);
    }

    /** Where there is no such job any more, who administers Jenkins may. */
    @SuppressWarnings("try") // the context is there to be closed
    private static Item item(String job) {
        try (ACLContext jenkins = ACL.as2(ACL.SYSTEM2)) {
            return Jenkins.get().getItemByFullName(job);
        }
    }
}
