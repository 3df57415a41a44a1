package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.By;
import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Came;
import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way on which requests come through a router, and how it is seen where they go: a question is asked there, and before and after it
 * is looked which connections there are to the slots. Nothing else of ours may ask the slots meanwhile.
 *
 * @param plan what is deployed
 * @param arrivals looks
 * @param questions what can be asked, the best first; none where it is only looked
 * @param cancellation waits, and is told to stop
 */
record Way(DeployPlan plan, Arrivals arrivals, List<Question> questions, Cancellation cancellation) {

    /** How long to wait for a router that turned a question away since it is asked too often. */
    static final Duration LET_UP = Duration.ofSeconds(1);

    private static final Duration ASK_AGAIN = Duration.ofMillis(250);
    private static final int ROUNDS_OF_A_REHEARSAL = 3;

    /**
     * Of connections of which it is not seen who made them, so many in a row must come just while it is asked: somebody else's, such as
     * those of a monitor that asks the slots by themselves, come now and then.
     */
    private static final int IN_A_ROW = 3;

    /** So many questions in a row must go well where none comes since the router uses those again that have come after the switch. */
    private static final int KEPT_IN_A_ROW = 5;

    private static final int ONCE_MORE = 4;
    private static final Duration LATER = Duration.ofSeconds(3);
    private static final Duration LAP = Duration.ofMillis(500);
    private static final int LAPS = 4;

    /** More connections a second than a monitor makes; fewer users than that are not noticed. */
    private static final double MANY_A_SECOND = 4;

    /** Copies the questions. */
    Way {
        questions = List.copyOf(questions);
    }

    Look look() throws HostException, CancelledException, InterruptedException {
        return arrivals.look(cancellation);
    }

    /**
     * Returns what can stand for a look before the switch, where nobody looked then: whose process began shortly before that, to it the
     * router has had no connections that are older.
     */
    Look late() throws HostException, CancelledException, InterruptedException {
        return arrivals.seesTheRouter() ? Look.NONE : look();
    }

    /**
     * What came of asking for the slot that is live.
     *
     * @param reached a question that comes there; nothing if none was seen to
     * @param said what was asked and answered, for a reader
     */
    record Rehearsal(Optional<Question> reached, String said) {}

    /** Asks for the slot that is live, before anything is changed; how well that is does not matter. */
    Rehearsal rehearse(Slot live) throws HostException, CancelledException, InterruptedException {
        Rehearsal best = new Rehearsal(Optional.empty(), "");
        Look before = look();
        for (int round = 0; round < ROUNDS_OF_A_REHEARSAL && best.reached().isEmpty(); round++) {
            if (round > 0) {
                cancellation.pause(ASK_AGAIN);
            }
            for (Question question : questions) {
                Answer answer = ask(question);
                Look after = look();
                boolean reached = !after.since(before, live).none() || answer.healthy() && uses(after, Look.NONE, live);
                before = after;
                String said = "asked " + question.shown() + ", it answered " + answer.seen();
                // Of one that hangs there is no better answer.
                if (reached
                        && (answer.healthy() || !Character.isDigit(answer.seen().charAt(0)))) {
                    return new Rehearsal(Optional.of(question), said);
                }
                if (reached || best.reached().isEmpty()) {
                    best = new Rehearsal(reached ? Optional.of(question) : Optional.empty(), said);
                }
            }
        }
        return best;
    }

    private static boolean uses(Look now, Look since, Slot slot) {
        return now.open(since, slot, By.ROUTER) || now.open(since, slot, By.UNKNOWN);
    }

    private boolean usesThatAlone(Look now, Look since, Slot slot) {
        return now.open(since, slot, arrivals.seesTheRouter() ? By.ROUTER : By.UNKNOWN)
                && !now.open(Look.NONE, slot.other(), By.ROUTER);
    }

    /** Returns the same way, which asks this first. */
    Way first(Question question) {
        List<Question> order = new ArrayList<>(questions);
        order.remove(question);
        order.add(0, question);
        return new Way(plan, arrivals, order, cancellation);
    }

    /**
     * Asks until it is seen that the router leads to a slot.
     *
     * @param begun what was seen before that slot could get any traffic
     * @param alone whether connections that the router keeps to the other slot speak against those that it keeps to this one
     * @return what was seen, for a reader
     * @throws HostException if that is not seen in time
     */
    String prove(Slot slot, Look begun, boolean alone) throws HostException, CancelledException, InterruptedException {
        Instant start = cancellation.now();
        Tally tally = new Tally(slot, begun, alone);
        int next = 0;
        Look before = look();
        while (true) {
            Question question = questions.get(next % questions.size());
            Answer answer = question.asking().ask();
            Look after = look();
            String said = "asked " + question.shown() + ", it answered " + answer.seen();
            // What is turned away speaks neither for a slot nor against it.
            if (!answer.limited() && tally.add(answer.healthy(), before, after)) {
                return said + tally.how();
            }
            before = after;
            if (answer.limited() || !tally.wells()) {
                if (cancellation.since(start).compareTo(limit()) >= 0) {
                    throw unproven(slot, said, tally);
                }
                next += answer.limited() ? 0 : 1;
                cancellation.pause(answer.limited() ? LET_UP : ASK_AGAIN);
                before = look();
            }
        }
    }

    /** How long a router may take to get at the slot, which one that limits how often it may be asked needs as well. */
    private Duration limit() {
        return plan.frontDoor().timeout();
    }

    /** Asks, and again for some times where it is turned away since it is asked too often. */
    private Answer ask(Question question) throws HostException, CancelledException, InterruptedException {
        Answer answer = question.asking().ask();
        for (int i = 0; i < LAPS && answer.limited(); i++) {
            cancellation.pause(LET_UP);
            answer = question.asking().ask();
        }
        return answer;
    }

    private HostException unproven(Slot slot, String said, Tally tally) {
        return new HostException("It was not seen within " + TimeSpan.show(limit())
                + " after the switch that requests through " + plan.router() + " reach " + plan.shown(slot) + ": "
                + said + ", " + tally.against() + "; look at " + plan.router()
                + "'s configuration and error log, give another frontDoor if users come another way, or raise"
                + " frontDoorTimeout where all is only slow.");
    }

    /**
     * Asks some times more, of which none may come to a slot that nothing should lead to any more.
     *
     * @throws HostException if some do
     */
    void avoids(Slot old) throws HostException, CancelledException, InterruptedException {
        if (!comesTo(old)) {
            return;
        }
        // Once may be a request of somebody else's that began before the switch. The router has closed that connection
        // by then.
        cancellation.pause(LATER);
        if (comesTo(old)) {
            throw new HostException("Asked " + questions.get(0).shown() + " after the switch, " + plan.router()
                    + " connects to " + plan.shown(old)
                    + " as well, so that cannot be stopped; let its configuration lead to"
                    + " one slot alone, and to the other one at the most as a backup.");
        }
    }

    private boolean comesTo(Slot old) throws HostException, CancelledException, InterruptedException {
        Look before = look();
        for (int i = 0; i < ONCE_MORE; i++) {
            ask(questions.get(0));
        }
        return look().since(before, old).sure() > 0;
    }

    /**
     * Looks whether connections from the router's host go on coming to a slot that nothing should lead to any more. A few may: of somebody
     * who asks it by itself, as a monitor does.
     *
     * @param since what was seen before; where nothing came since then, there is nothing to wait for
     * @throws HostException if they go on coming
     */
    void nobodyComesTo(Slot old, Look since) throws HostException, CancelledException, InterruptedException {
        Look before = look();
        if (before.fromItsHost(since, old) == 0) {
            return;
        }
        Instant begun = cancellation.now();
        long came = 0;
        for (int lap = 0; lap < LAPS; lap++) {
            cancellation.pause(LAP);
            Look after = look();
            came += after.fromItsHost(before, old);
            before = after;
        }
        Duration took = cancellation.since(begun);
        if (came > MANY_A_SECOND * took.toMillis() / 1000) {
            throw new HostException(came + " connections from "
                    + arrivals.router().map(RemoteHost::name).orElse("") + " have come to " + plan.shown(old)
                    + " within "
                    + TimeSpan.show(took) + " although " + plan.router()
                    + " leads to the other slot since the switch, so it cannot be stopped; look what else there sends requests to"
                    + " this port, such as another server of " + plan.router() + ".");
        }
    }

    /** What speaks for a slot. */
    private final class Tally {

        private final Slot slot;
        private final Look begun;
        private final boolean alone;
        private int asked;
        private int came;
        private int well;
        private int cameToTheOther;
        private boolean sure;

        Tally(Slot slot, Look begun, boolean alone) {
            this.slot = slot;
            this.begun = begun;
            this.alone = alone;
        }

        /** Counts one question, and tells whether that is enough. */
        boolean add(boolean answeredWell, Look before, Look after) {
            asked++;
            Came here = after.since(before, slot);
            Came there = after.since(before, slot.other());
            cameToTheOther += there.none() ? 0 : 1;
            // Who asks both slots by themselves, as a monitor does, comes to both.
            boolean more = here.sure() > 0 || here.all() > there.all();
            boolean kept = here.none()
                    && there.none()
                    && (alone ? usesThatAlone(after, begun, slot) : uses(after, begun, slot));
            if (!answeredWell || !more && !kept) {
                came = 0;
                well = 0;
                return false;
            }
            well++;
            came = more ? came + 1 : 0;
            // Whatever comes to the other one besides, from what the switch left of the router for example.
            sure = here.sure() > 0;
            return sure || came >= IN_A_ROW || well >= KEPT_IN_A_ROW;
        }

        boolean wells() {
            return well > 0;
        }

        String how() {
            if (sure) {
                return " over a connection of its own to " + plan.shown(slot);
            }
            return (came >= IN_A_ROW ? " while connections came to " : " over connections that it keeps to ")
                    + plan.shown(slot) + ", " + (came >= IN_A_ROW ? came : well) + " times in a row";
        }

        String against() {
            return cameToTheOther == 0
                    ? "and no connection came there in " + asked + " questions"
                    : "and connections came to " + plan.shown(slot.other()) + " instead in " + cameToTheOther + " of "
                            + asked + " questions";
        }
    }
}
