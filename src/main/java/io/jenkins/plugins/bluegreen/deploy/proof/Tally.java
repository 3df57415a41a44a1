package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Came;
import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;

/** What speaks for a slot, question after question. */
final class Tally {

    /**
     * Of connections of which it is not seen who made them, so many in a row must come just while it is asked: somebody else's, such as
     * those of a monitor that asks the slots by themselves, come now and then.
     */
    private static final int IN_A_ROW = 3;

    /** So many questions in a row must go well where none comes since the router uses those again that have come after the switch. */
    private static final int KEPT_IN_A_ROW = 5;

    /** So many of the router's own may come to the other slot in the end: one may belong to a request that began before the switch. */
    private static final int SURELY = 2;

    private final DeployPlan plan;
    private final Arrivals arrivals;
    private final Slot slot;
    private final Look begun;
    private final When when;
    private int asked;
    private int came;
    private int well;
    private int cameToTheOther;
    private long keptToTheOther;
    private int astray;
    private boolean sure;
    private boolean unseen;

    /** When it is counted. */
    enum When {
        /** While other routers still lead to the other slot, so that what does not come from this one's host says nothing. */
        AMONG_OTHERS,
        /** Once all routers lead to it. */
        AFTER_ALL,
        /** Once the other one was drained, so that connections that are kept to it speak against. */
        LAST
    }

    /** @param begun what was seen before that slot could get any traffic */
    Tally(DeployPlan plan, Arrivals arrivals, Slot slot, Look begun, When when) {
        this.plan = plan;
        this.arrivals = arrivals;
        this.slot = slot;
        this.begun = begun;
        this.when = when;
    }

    /** Counts one question, and tells whether that is enough. */
    boolean add(boolean answeredWell, Look before, Look after) {
        asked++;
        boolean last = when == When.LAST;
        Came here = came(before, after, slot);
        Came there = came(before, after, slot.other());
        cameToTheOther += there.none() ? 0 : 1;
        // Who asks both slots by themselves, as a monitor does, comes to both.
        boolean its = here.sure() > 0 || after.used(before, slot);
        boolean more = its || here.all() > there.all();
        boolean none = !its && here.none() && there.none();
        boolean outOfSight = !more && unseen(before, after);
        boolean kept = none && kept(after) > 0 || outOfSight;
        // A question may go over the ones as well as over the others.
        keptToTheOther = last && kept && answeredWell ? arrivals.kept(after, Look.NONE, slot.other()) : 0;
        astray += last ? there.sure() : 0;
        if (!answeredWell || astray >= SURELY || !more && !kept || keptToTheOther > 0) {
            came = 0;
            well = 0;
            unseen = false;
            return false;
        }
        well++;
        came = more ? came + 1 : 0;
        unseen |= outOfSight;
        // Whatever comes to the other one besides, from what the switch left of the router for example.
        sure = its;
        return sure || came >= IN_A_ROW || well >= KEPT_IN_A_ROW;
    }

    private Came came(Look before, Look after, Slot to) {
        // Where none is seen to come from there, its connections may have another address on the way.
        boolean near = when == When.AMONG_OTHERS
                && after.fromItsHost(before, slot) + after.fromItsHost(before, slot.other()) > 0;
        return near ? after.near(before, to) : after.since(before, to);
    }

    /**
     * While others lead elsewhere, what comes from elsewhere may be theirs, and which of the connections that are kept are its own cannot be
     * told: as with one that cannot be asked, only that all lead there is proof.
     */
    private boolean unseen(Look before, Look after) {
        return when == When.AMONG_OTHERS
                && !arrivals.seesTheRouter()
                && after.fromItsHost(before, slot) + after.fromItsHost(before, slot.other()) == 0;
    }

    /** While others lead elsewhere, only those count that are seen to be its own. */
    private long kept(Look after) {
        return when == When.AMONG_OTHERS && !arrivals.seesTheRouter() ? 0 : arrivals.kept(after, begun, slot);
    }

    boolean wells() {
        return well > 0;
    }

    /** Tells whether all is well but for idle connections to the other slot, which end in time, or for a new one to come. */
    boolean waits() {
        return keptToTheOther > 0 && cameToTheOther == 0;
    }

    String how() {
        if (sure) {
            return " over a connection of its own to " + shown(slot);
        }
        if (unseen && came < IN_A_ROW) {
            return ", and over which connections is not seen, so it is proven with all";
        }
        return (came >= IN_A_ROW ? " while connections came to " : " over connections that it keeps to ") + shown(slot)
                + ", " + (came >= IN_A_ROW ? came : well) + " times in a row";
    }

    String against() {
        if (cameToTheOther > 0) {
            return "and connections came to " + shown(slot.other()) + " instead in " + cameToTheOther + " of " + asked
                    + " questions";
        }
        return "and no connection came there in " + asked + " questions"
                + (keptToTheOther > 0 ? ", while " + keptToTheOther + " to " + shown(slot.other()) + " stay open" : "");
    }

    private String shown(Slot which) {
        return plan.shown(which);
    }
}
