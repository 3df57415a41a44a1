package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.HealthProbe.By;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;

/**
 * One way on which requests come through a router, and how it is seen where they go: a question is asked there, and before and after it
 * is looked which connections there are to the slots. Nothing else of ours may ask the slots meanwhile.
 *
 * @param plan what is deployed
 * @param arrivals looks
 * @param questions what can be asked, the best first; none where it is only looked
 * @param cancellation waits, and is told to stop
 * @param asking is held while a question is asked and looked after: nobody of us may ask the slots meanwhile
 */
record Way(DeployPlan plan, Arrivals arrivals, List<Question> questions, Cancellation cancellation, Lock asking) {

    /** How long to wait for a router that turned a question away since it is asked too often. */
    static final Duration LET_UP = Duration.ofSeconds(1);

    /** From one question to the next one: beside those by which it is measured, no more than usual limits allow. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    /** Whoever cannot ask says so at once. */
    private static final Duration MAY_ASK = Duration.ofSeconds(2);

    /** Idle connections are kept by nginx for 60 s if nothing else is said (keepalive_timeout of an upstream), by others no longer. */
    private static final Duration LETS_GO = Duration.ofSeconds(75);

    /** More questions at once than it may keep connections for. */
    private static final int AT_ONCE = 4;

    /** Those are many. */
    private static final Duration BETWEEN_MANY = Duration.ofSeconds(2);

    private static final int ONCE_MORE = 4;
    private static final Duration LATER = Duration.ofSeconds(3);
    private static final Duration LAP = Duration.ofMillis(500);
    private static final int LAPS = 4;

    /** More connections a second than a monitor makes. */
    private static final double MANY_A_SECOND = 4;

    /** More to the old slot than to the new one: a monitor asks both. Where many users come to the new one, it is not noticed. */
    private static final double FEW_A_SECOND = 1;

    /** A router that balances over both slots sends to one no more than so many times what it sends to the other. */
    private static final int BALANCED = 4;

    /** The router's own; one may belong to a request that began before the switch. */
    private static final int SURELY = 2;

    /** Copies the questions. */
    Way {
        questions = List.copyOf(questions);
    }

    /** Returns the name of the router's host; an empty text where it may be any. */
    String router() {
        return arrivals.router().map(RemoteHost::name).orElse("");
    }

    Look look() throws HostException, CancelledException, InterruptedException {
        return arrivals.look(cancellation);
    }

    /**
     * Tells why nothing can be asked on this way; an empty text where it can, whatever the answer.
     */
    String impossible() throws CancelledException, InterruptedException {
        Asked asked = Asked.of(questions.get(0).asking(), cancellation);
        return asked.within(MAY_ASK)
                .filter(answer -> asked.impossible())
                .map(Answer::seen)
                .orElse("");
    }

    /**
     * Returns what can stand for a look before the switch, where nobody looked then: whose process began shortly before that, to it the
     * router has had no connections that are older.
     */
    Look late() throws HostException, CancelledException, InterruptedException {
        return arrivals.seesTheRouter() ? Look.NONE : look();
    }

    /** Returns the same way, where an abort is not heeded. */
    Way heedless() {
        return new Way(plan, arrivals, questions, cancellation.heedless(), asking);
    }

    /** Returns the same way, which asks this first. */
    Way first(Question question) {
        List<Question> order = new ArrayList<>(questions);
        order.remove(question);
        order.add(0, question);
        return new Way(plan, arrivals, order, cancellation, asking);
    }

    /**
     * That a router leads to a slot.
     *
     * @param said what was seen, for a reader
     * @param at which connections there were then
     */
    record Proof(String said, Look at) {}

    /**
     * Asks until it is seen that the router leads to a slot.
     *
     * @param begun what was seen before that slot could get any traffic
     * @param when whether other routers lead there too, and whether anything uses the other slot any more, as far as could be waited for
     * @throws HostException if that is not seen in time, or where all is well but for connections that are kept, within 75 s
     */
    Proof prove(Slot slot, Look begun, Tally.When when) throws HostException, CancelledException, InterruptedException {
        Instant start = cancellation.now();
        Tally tally = new Tally(plan, arrivals, slot, begun, when);
        int next = 0;
        while (true) {
            Question question = questions.get(next % questions.size());
            Instant asked = cancellation.now();
            Watched watched = watch(question, tally.waits() ? AT_ONCE : 1);
            Answer answer = watched.answer();
            String said = question.said(answer);
            // What is turned away speaks neither for a slot nor against it.
            if (!answer.limited() && tally.add(answer.healthy(), watched.before(), watched.after())) {
                return new Proof(said + tally.how(), watched.after());
            }
            if (answer.limited() || !tally.wells()) {
                if (cancellation.since(start).compareTo(tally.waits() ? LETS_GO : limit()) >= 0) {
                    throw unproven(slot, cancellation.since(start), said + ", " + tally.against());
                }
                next += tally.waits() || answer.limited() ? 0 : 1;
            }
            rest(asked, answer.limited() ? LET_UP : tally.waits() ? BETWEEN_MANY : ASK_AGAIN);
        }
    }

    /** What was seen before and after a question. */
    private record Watched(Look before, Answer answer, Look after) {

        boolean reached(Slot slot) {
            return !after.since(before, slot).none() || after.used(before, slot);
        }

        boolean reachedFromItsHost(Slot slot) {
            return !after.near(before, slot).none() || after.used(before, slot);
        }

        /** Something came over a connection that the router keeps to a slot, and nothing to the other one, which a WebSocket does not explain. */
        boolean went(Slot slot) {
            return !answer.limited() && after.used(before, slot) && !reached(slot.other());
        }
    }

    private Watched watch(Question question, int times) throws HostException, CancelledException, InterruptedException {
        asking.lockInterruptibly();
        try {
            return watch(look(), question, times);
        } finally {
            asking.unlock();
        }
    }

    private Watched watch(Look before, Question question, int times)
            throws HostException, CancelledException, InterruptedException {
        return new Watched(before, ask(question, times), look());
    }

    /** Waits until so much time has passed since then. */
    void rest(Instant since, Duration gap) throws CancelledException, InterruptedException {
        Duration left = gap.minus(cancellation.since(since));
        if (!left.isNegative()) {
            cancellation.pause(left);
        }
    }

    /** How long a router may take to get at the slot, which one that limits how often it may be asked needs as well. */
    private Duration limit() {
        return plan.frontDoor().timeout();
    }

    /** Asks, and again for some times where it is turned away since it is asked too often. */
    private Answer ask(Question question, int times) throws CancelledException, InterruptedException {
        Answer answer = askAtOnce(question, times);
        for (int i = 0; i < LAPS && answer.limited(); i++) {
            cancellation.pause(LET_UP);
            answer = askAtOnce(question, times);
        }
        return answer;
    }

    /** @return one of the answers */
    private Answer askAtOnce(Question question, int times) throws CancelledException, InterruptedException {
        List<Asked> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(Asked.of(question.asking(), cancellation));
        }
        Answer answer = all.get(0).answer();
        for (Asked each : all) {
            each.answer();
        }
        return answer;
    }

    private HostException unproven(Slot slot, Duration took, String said)
            throws CancelledException, InterruptedException {
        return new HostException("It was not seen within " + TimeSpan.show(took)
                + " after the switch that requests through " + plan.router() + " reach " + plan.shown(slot) + ": "
                + said + forgotten() + "; look at " + plan.router()
                + "'s configuration and error log, give another frontDoor if users come another way, or raise"
                + " frontDoorTimeout where all is only slow.");
    }

    /** Why connections may have come that were not seen; an empty text where there is nothing to say. */
    String forgotten() throws CancelledException, InterruptedException {
        try {
            List<String> hosts = arrivals.forgetful(cancellation);
            return hosts.isEmpty()
                    ? ""
                    : ", but some may not have been seen on " + OnHosts.named(hosts)
                            + ": a host that remembers as many"
                            + " connections that are over as it may (TIME_WAIT) forgets each further one at once. Raise"
                            + " net.ipv4.tcp_max_tw_buckets there, have " + plan.router()
                            + " keep its connections to the slots (keepalive), or give frontDoor with expectRelease";
        } catch (HostException e) {
            return ""; // what was seen is said
        }
    }

    /**
     * Asks some times more, of which none may come to a slot that nothing should lead to any more.
     *
     * @param now which connections there are
     * @throws HostException if some do
     */
    void avoids(Slot old, Look now) throws HostException, CancelledException, InterruptedException {
        if (!comesTo(old, now)) {
            return;
        }
        // Once may be a request of somebody else's that began before the switch. The router has closed that connection
        // by then.
        cancellation.pause(LATER);
        if (comesTo(old, look())) {
            throw new HostException("Asked " + questions.get(0).shown() + " after the switch, " + plan.router()
                    + " connects to " + plan.shown(old)
                    + " as well, so that cannot be stopped; let its configuration lead to"
                    + " one slot alone, and to the other one at the most as a backup.");
        }
    }

    private boolean comesTo(Slot old, Look begun) throws HostException, CancelledException, InterruptedException {
        boolean arrived = false;
        boolean strayed = false;
        Look last = begun;
        for (Watched watched : someMore(begun, 1)) {
            arrived |= watched.reached(old.other());
            strayed |= watched.went(old);
            last = watched.after();
        }
        // Where none is seen to arrive, something else was used of the old slot: the router answers that question by
        // itself, for example.
        return last.since(begun, old).sure() > 0 || arrived && strayed;
    }

    private List<Watched> someMore(Look begun, int times)
            throws HostException, CancelledException, InterruptedException {
        List<Watched> all = new ArrayList<>();
        Look before = begun;
        Instant asked = cancellation.now();
        for (int i = 0; i < ONCE_MORE; i++) {
            if (i > 0) {
                rest(asked, ASK_AGAIN);
            }
            asked = cancellation.now();
            Watched watched = watch(before, questions.get(0), times);
            all.add(watched);
            before = watched.after();
        }
        return all;
    }

    /**
     * Tells whether all of some questions come to a slot, as far as is seen, and none to the other one. A router of which they come to either
     * does without the one that is stopped.
     */
    boolean comesOnlyTo(Slot slot) throws HostException, CancelledException, InterruptedException {
        if (!allComeTo(slot)) {
            return false;
        }
        cancellation.pause(LATER);
        return allComeTo(slot);
    }

    private boolean allComeTo(Slot slot) throws HostException, CancelledException, InterruptedException {
        return someMore(look(), AT_ONCE).stream().allMatch(watched -> comesOnlyTo(slot, watched));
    }

    private boolean comesOnlyTo(Slot slot, Watched watched) {
        // What comes from elsewhere may come through another router.
        boolean its = arrivals.router().isPresent();
        if (its ? watched.reachedFromItsHost(slot.other()) : watched.reached(slot.other())) {
            return false;
        }
        // What the router says by itself comes over no connection at all.
        boolean kept = !watched.answer().limited()
                && watched.answer().by() != By.ROUTER
                && arrivals.kept(watched.after(), Look.NONE, slot) > 0
                && arrivals.kept(watched.after(), Look.NONE, slot.other()) == 0;
        return kept || (its ? watched.reachedFromItsHost(slot) : watched.reached(slot));
    }

    /** Tells whether one of some questions is answered well. */
    boolean isAnsweredWell() throws CancelledException, InterruptedException {
        for (int i = 0; i < ONCE_MORE; i++) {
            if (i > 0) {
                cancellation.pause(ASK_AGAIN);
            }
            if (ask(questions.get(0), 1).healthy()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Looks whether connections from the router's host go on coming to a slot that nothing should lead to any more. Some may: of somebody
     * who asks both slots by themselves, as a monitor does.
     *
     * @param since what was seen before; where nothing came since then, there is nothing to wait for
     * @param leftovers whether something of the router still serves as before the switch, to whose requests some may belong
     * @return what of the router's is open there yet, for a reader
     * @throws HostException if they go on coming
     */
    String nobodyComesTo(Slot old, Look since, boolean leftovers)
            throws HostException, CancelledException, InterruptedException {
        return nobodyComesTo(old, since, leftovers, false);
    }

    /**
     * The same.
     *
     * @param alone whether those that come do not count where about as many come to the other slot meanwhile
     */
    String nobodyComesTo(Slot old, Look since, boolean leftovers, boolean alone)
            throws HostException, CancelledException, InterruptedException {
        Look before = look();
        if (before.fromItsHost(since, old) > 0) {
            asking.lockInterruptibly();
            try {
                before = goOnComing(old, before, leftovers, alone);
            } finally {
                asking.unlock();
            }
        }
        long open = arrivals.seesTheRouter() ? arrivals.kept(before, Look.NONE, old) : 0;
        return open == 0
                ? ""
                : open + (open == 1 ? " connection" : " connections") + " of " + plan.router() + "'s user to "
                        + plan.shown(old) + " still open: idle, or another server's there";
    }

    private Look goOnComing(Slot old, Look first, boolean leftovers, boolean alone)
            throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        Look before = first;
        long came = 0;
        long cameToBoth = 0;
        int sure = 0;
        for (int lap = 0; lap < LAPS; lap++) {
            cancellation.pause(LAP);
            Look after = look();
            came += after.fromItsHost(before, old);
            cameToBoth += after.fromItsHost(before, old.other());
            sure += after.since(before, old).sure();
            before = after;
        }
        Duration took = cancellation.since(begun);
        double seconds = took.toMillis() / 1000.0;
        boolean few = leftovers || sure < SURELY && came - cameToBoth <= FEW_A_SECOND * seconds;
        if ((came > MANY_A_SECOND * seconds || !few) && !(alone && cameToBoth >= came / BALANCED)) {
            throw new HostException(came + " connections from "
                    + arrivals.router().map(RemoteHost::name).orElse("") + " have come to " + plan.shown(old)
                    + " within "
                    + TimeSpan.show(took) + " although " + plan.router()
                    + " leads to the other slot since the switch, so it cannot be stopped; look what else there sends requests to"
                    + " this port, such as another server of " + plan.router() + ".");
        }
        return before;
    }
}
