package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees that requests through the routers reach the new slot: without that, the old one is never stopped. By the first of these that is
 * possible: the front door says the new release; each router, asked on its own host, connects to the new slot; the front door answers, and
 * connections come to the new slot.
 */
public final class ProveTraffic {

    private final Ground ground;
    /** Null where none is given, or it would be asked for another release. */
    private final FrontDoor door;

    private final List<Way> ways;
    /** Those of them that lead through one router. */
    private final Map<TrafficRouter, Integer> own;

    private final List<Way> watched;
    private final List<String> rehearsed;
    private List<Look> begun;
    private List<Look> proven;

    private ProveTraffic(
            Ground ground, FrontDoor door, List<Way> ways, Map<TrafficRouter, Integer> own, List<String> rehearsed) {
        this.ground = ground;
        this.door = door;
        this.ways = List.copyOf(ways);
        this.own = own;
        this.watched = ground.watched();
        this.rehearsed = List.copyOf(rehearsed);
    }

    /**
     * Finds out how it can be seen, changing nothing; where a slot is live, by asking for that.
     *
     * @param live the slot that serves; nothing where none does, or to ask for nothing
     * @throws HostException if it could not be seen in any way, with what to give
     */
    public static ProveTraffic of(Ground ground, Optional<Slot> live)
            throws HostException, CancelledException, InterruptedException {
        return of(ground, ground.connector().frontDoor(), live);
    }

    private static OnHosts onHosts(Ground ground) {
        return new OnHosts(
                ground.routers().stream().map(router -> router.host().name()).toList());
    }

    /** Returns the name of that as a step. */
    public static String rehearsal(Ground ground, Optional<Slot> live) {
        return live.map(slot -> "see that requests reach " + shown(ground, slot))
                .orElse("see how requests can be followed");
    }

    private static ProveTraffic of(Ground ground, FrontDoor door, Optional<Slot> live)
            throws HostException, CancelledException, InterruptedException {
        List<Way> ways = new ArrayList<>();
        Map<TrafficRouter, Integer> own = new IdentityHashMap<>();
        OnHosts asked = onHosts(ground);
        boolean told = door != null && ground.plan().frontDoorTellsRelease();
        boolean frontDoor = false;
        // One answer came through one router: the others are asked as well, where they can be.
        for (Ground.Router router :
                told && ground.routers().size() == 1 ? List.<Ground.Router>of() : ground.routers()) {
            Found found = find(ground, router, live);
            found.said().ifPresent(said -> asked.add(router.host().name(), said));
            found.way().ifPresent(way -> {
                own.put(router.router(), ways.size());
                ways.add(way);
            });
            if (found.way().isEmpty() && door == null) {
                throw refusal(ground.plan(), router, found.why());
            }
            frontDoor |= found.way().isEmpty();
        }
        if (frontDoor && !told) {
            ways.add(ground.byTheFrontDoor(door));
        }
        List<String> rehearsed = new ArrayList<>(told ? List.of("the front door must say the release") : List.of());
        rehearsed.addAll(asked.texts());
        return new ProveTraffic(ground, door, ways, own, rehearsed);
    }

    /**
     * What there is to ask a router by.
     *
     * @param way nothing where it cannot be asked, or was not seen to lead to the live slot
     * @param why so
     * @param said what was asked and answered, for a reader
     */
    private record Found(Optional<Way> way, String why, Optional<String> said) {}

    private static Found find(Ground ground, Ground.Router router, Optional<Slot> live)
            throws HostException, CancelledException, InterruptedException {
        Optional<Way> way = ground.atItsDoors(router);
        if (way.isEmpty()) {
            return new Found(way, router.router().terms().noDoor(), Optional.empty());
        }
        if (live.isEmpty()) {
            String why = way.get().impossible();
            return new Found(way.filter(any -> why.isEmpty()), why, Optional.empty());
        }
        Rehearsal.Result result = Rehearsal.of(way.get(), live.get());
        String why = result.said() + ", and no connection came to "
                + ground.plan().shown(live.get()) + ", which is to be live"
                + (result.reached().isEmpty() ? way.get().forgotten() : "")
                + (Question.forbids(result.answer()) ? oneWithout(ground.plan().router()) : "");
        return new Found(result.reached().map(way.get()::first), why, Optional.of(result.said()));
    }

    /**
     * Finds out the same for a switch that has been made already, by a deployment that was cut off.
     *
     * @param release its release, which may be another one than the front door of this deployment is to say
     * @param turnedAway see {@link Ground#turnedAway}
     * @throws HostException as {@link #of}, or if a router does not go by what says which slot it serves
     */
    public static ProveTraffic afterwards(DeployContext context, String release, Runnable turnedAway)
            throws HostException, CancelledException, InterruptedException {
        List<RouterState> states = new ArrayList<>();
        for (TrafficRouter router : context.cluster().routers()) {
            states.add(router.inspect());
        }
        Ground ground = Ground.of(context, states, turnedAway);
        boolean tellsAnother = context.plan().frontDoorTellsRelease()
                && !context.plan().release().id().equals(release);
        return of(ground, tellsAnother ? null : ground.connector().frontDoor(), Optional.empty());
    }

    /**
     * Finds out how it can be seen that nothing comes any more to a slot that is given up, where another deployment had moved traffic there;
     * what cannot be asked is not refused.
     *
     * @param live the slot that the routers lead back to
     */
    public static ProveTraffic back(DeployContext context, Slot live)
            throws HostException, CancelledException, InterruptedException {
        Ground ground =
                Ground.of(context, asFoundNow(context.cluster()), () -> {}).heedless();
        List<Way> ways = new ArrayList<>();
        Map<TrafficRouter, Integer> own = new IdentityHashMap<>();
        for (Ground.Router router : ground.routers()) {
            find(ground, router, Optional.of(live)).way().ifPresent(way -> {
                own.put(router.router(), ways.size());
                ways.add(way);
            });
        }
        return new ProveTraffic(ground, null, ways, own, List.of());
    }

    private static List<RouterState> asFoundNow(Cluster cluster) throws HostException, InterruptedException {
        List<RouterState> states = new ArrayList<>();
        for (TrafficRouter router : cluster.routers()) {
            try {
                states.add(router.inspect());
            } catch (HostException e) {
                // Where it cannot be asked, it is watched.
                states.add(router.read());
            }
        }
        return states;
    }

    /**
     * Begins to see that nothing comes any more to a slot that is given up. Heeds no abort.
     *
     * @param other the release in the other slot; nothing where that is not known
     */
    public GivenUp giveUp(Slot slot, Optional<String> other)
            throws HostException, CancelledException, InterruptedException {
        Ground undo = ground.heedless();
        DeployPlan plan = ground.plan();
        boolean tells = door != null
                && plan.frontDoorTellsRelease()
                && other.filter(release -> !release.equals(plan.release().id())).isPresent();
        List<Way> asked = new ArrayList<>();
        for (Ground.Router router : undo.routers()) {
            Optional.ofNullable(own.get(router.router()))
                    .map(at -> ways.get(at).heedless())
                    // What was not rehearsed may be answered by the router itself.
                    .or(() -> tells ? Optional.empty() : undo.atItsDoors(router))
                    .ifPresent(asked::add);
        }
        // Where it is asked for another release, only its answer says nothing.
        Optional<Way> any = Optional.ofNullable(ground.connector().frontDoor()).map(undo::byTheFrontDoor);
        return GivenUp.begin(undo, slot, asked, any, tells);
    }

    private static HostException refusal(DeployPlan plan, Ground.Router router, String why) {
        return new HostException("It could not be seen which slot requests through " + plan.router() + " on "
                + router.host().name() + " reach, so that a process might be stopped that still serves: " + why
                + "; mend that, or give frontDoor, the URL that users call.");
    }

    private static String oneWithout(String router) {
        return "; where " + router
                + " wants a password for all, have it pass one path on without, such as that of the health check"
                + " (README shows how)";
    }

    /** Returns what was asked and answered to find out how it can be seen, each for a reader. */
    public List<String> rehearsed() {
        return rehearsed;
    }

    /**
     * Notes what connections there are before the switch. Without that, those that there are when it is proven count only where they are seen
     * to be the router's, and it has none to the other slot.
     *
     * @param first whether no slot is live. Then a router may lead to the new one all along, as it does without a flag, and go on using
     *     the connections that it has: they count where they are seen to be its own.
     */
    public void begin(boolean first) throws HostException, CancelledException, InterruptedException {
        List<Look> looks = new ArrayList<>();
        for (Way way : ways) {
            looks.add(first ? way.late() : way.look());
        }
        begun = looks;
    }

    /**
     * Sees it, as steps of a deployment.
     *
     * @param slot the new slot
     * @throws HostException if it is not seen within some seconds, or the front door does not answer well
     */
    public void run(Slot slot, UndoLog undoLog) throws HostException, CancelledException, InterruptedException {
        if (door != null) {
            undoLog.perform("", ask(), () -> frontDoor(slot));
        }
        undoLog.perform("", prove(slot), () -> seen(slot));
    }

    private String ask() {
        return "ask the front door " + ground.plan().frontDoor().url();
    }

    private String prove(Slot slot) {
        return StepReport.PROOF + shown(slot);
    }

    /** Returns the names of the steps of {@link #run}. */
    public List<String> steps(Slot slot) {
        return door == null ? List.of(prove(slot)) : List.of(ask(), prove(slot));
    }

    /** Returns the names of {@link #again} and {@link #left}. */
    public List<String> stepsAgain(Slot slot) {
        return List.of(nothingLeadsTo(slot.other()), nothingComesTo(slot.other()));
    }

    private String nothingLeadsTo(Slot old) {
        return "see that nothing leads to " + shown(old) + " any more";
    }

    private String nothingComesTo(Slot old) {
        return "see that nothing comes to " + shown(old) + " any more";
    }

    /**
     * Sees it of some of the routers, while the others still lead to the other slot. Then the front door may answer by either, so only those
     * are asked that can be asked where they stand; the others are proven with all.
     *
     * @param routers those that lead to the new slot
     * @throws HostException if that is not seen within some seconds
     */
    public void some(List<TrafficRouter> routers, Slot slot, UndoLog undoLog)
            throws HostException, CancelledException, InterruptedException {
        undoLog.perform("", stepOfSome(slot), () -> {
            OnHosts seen = onHosts(ground);
            for (TrafficRouter router : routers) {
                Integer at = own.get(router);
                seen.add(
                        router.name(),
                        at == null
                                ? ground.plan().router() + " on " + router.name()
                                        + " cannot be asked there, and is proven with all"
                                : ways.get(at)
                                        .prove(slot, since(at), Tally.When.AMONG_OTHERS)
                                        .said());
            }
            return String.join("; ", seen.texts());
        });
    }

    /** Returns the name of the step of {@link #some}. */
    public String stepOfSome(Slot slot) {
        return "see that requests through them reach " + shown(slot);
    }

    /**
     * Sees it once more, when nothing is left of the routers as they were before the switch, and that they lead nowhere else.
     *
     * @throws HostException if that is not so
     */
    public void again(Slot slot, UndoLog undoLog) throws HostException, CancelledException, InterruptedException {
        undoLog.perform("", nothingLeadsTo(slot.other()), () -> {
            if (door != null) {
                frontDoor(slot);
            }
            for (int i = 0; i < ways.size(); i++) {
                Way way = ways.get(i);
                way.avoids(
                        slot.other(), way.prove(slot, since(i), Tally.When.LAST).at());
            }
            return "";
        });
    }

    /**
     * Sees that nobody uses a slot any more that is drained.
     *
     * @throws HostException if connections go on coming there
     */
    public void left(Slot old, UndoLog undoLog) throws HostException, CancelledException, InterruptedException {
        undoLog.perform("", nothingComesTo(old), () -> {
            OnHosts open = onHosts(ground);
            for (int i = 0; i < watched.size(); i++) {
                boolean leftovers =
                        !ground.routers().get(i).router().undrained().isEmpty();
                String host = ground.routers().get(i).host().name();
                String left = watched.get(i).nobodyComesTo(old, proven.get(i), leftovers);
                if (!left.isEmpty()) {
                    open.add(host, open.isFew() ? left : "on " + host + " " + left);
                }
            }
            return String.join("; ", open.texts());
        });
    }

    private String frontDoor(Slot slot) throws HostException, CancelledException, InterruptedException {
        return new VerifyFrontDoor(() -> ground.heard(door.ask()), ground.plan(), slot, ground.cancellation()).run();
    }

    private String shown(Slot slot) {
        return shown(ground, slot);
    }

    private static String shown(Ground ground, Slot slot) {
        return slot.label() + " (" + ground.plan().slots().port(slot) + ")";
    }

    /** Notes as well which connections there were then. */
    private String seen(Slot slot) throws HostException, CancelledException, InterruptedException {
        List<String> seen = new ArrayList<>();
        if (door != null && ground.plan().frontDoorTellsRelease()) {
            seen.add("the front door says release " + ground.plan().release().id());
        }
        OnHosts through = new OnHosts(ways.stream().map(Way::router).toList());
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            Tally.When when = begun == null ? Tally.When.LAST : Tally.When.AFTER_ALL;
            Way.Proof proof = ways.get(i).prove(slot, since(i), when);
            through.add(ways.get(i).router(), proof.said());
            looks.add(proof.at());
        }
        proven = new ArrayList<>();
        for (int i = 0; i < watched.size(); i++) {
            Integer at = own.get(ground.routers().get(i).router());
            proven.add(at == null ? watched.get(i).look() : looks.get(at));
        }
        seen.addAll(through.texts());
        return String.join("; ", seen);
    }

    /** Returns what was seen on a way before the switch, or what stands for that. */
    private Look since(int way) throws HostException, CancelledException, InterruptedException {
        return begun == null ? ways.get(way).late() : begun.get(way);
    }
}
