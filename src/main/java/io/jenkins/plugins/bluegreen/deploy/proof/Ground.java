package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * Where it is to be seen which slot the routers lead to.
 *
 * @param plan what is deployed
 * @param connector makes what asks
 * @param app the application's hosts, logged in to
 * @param routers the routers, in the order of their hosts
 * @param cancellation waits, and is told to stop
 * @param asking is held while it is looked who asks the slots: nobody of us may do so meanwhile
 * @param turnedAway hears when a router turned a question away since it is asked too often, so that whoever else asks does it less often
 */
public record Ground(
        DeployPlan plan,
        Connector connector,
        List<RemoteHost> app,
        List<Router> routers,
        Cancellation cancellation,
        Lock asking,
        Runnable turnedAway) {

    /** Copies the lists. */
    public Ground {
        app = List.copyOf(app);
        routers = List.copyOf(routers);
    }

    /**
     * One router.
     *
     * @param host its host, logged in to
     * @param router itself
     * @param state what was found there
     */
    public record Router(RemoteHost host, TrafficRouter router, RouterState state) {}

    /**
     * Returns that of a deployment, where its routers have been looked at.
     *
     * @param turnedAway see {@link #turnedAway}
     */
    public static Ground of(DeployContext context, List<RouterState> states, Runnable turnedAway) {
        List<TrafficRouter> routers = context.cluster().routers();
        List<RemoteHost> hosts = context.cluster().routerHosts();
        List<Router> all = new ArrayList<>();
        for (int i = 0; i < routers.size(); i++) {
            all.add(new Router(hosts.get(i), routers.get(i), states.get(i)));
        }
        List<RemoteHost> app =
                context.cluster().app().stream().map(on -> on.host()).toList();
        return new Ground(
                context.plan(),
                context.connector(),
                app,
                all,
                context.cancellation(),
                context.cluster().looking(),
                turnedAway);
    }

    /** Returns the same, where an abort is not heeded. */
    Ground heedless() {
        return new Ground(plan, connector, app, routers, cancellation.heedless(), asking, turnedAway);
    }

    /** Returns the ways through its routers, on which it is only looked what comes. */
    List<Way> watched() {
        return routers.stream().map(router -> way(router, List.of())).toList();
    }

    /** Returns the way through a router that is asked where it stands; nothing where it is not known how. */
    Optional<Way> atItsDoors(Router router) {
        List<Question> questions = new ArrayList<>();
        for (Door door : router.state().doors()) {
            for (String path : paths(door)) {
                var probe = connector.door(door, path);
                questions.add(new Question(
                        "on " + router.host().name() + " for " + door.url(path),
                        () -> heard(probe.ask(router.host(), door.port(), ""))));
            }
        }
        return questions.isEmpty() ? Optional.empty() : Optional.of(way(router, questions));
    }

    private Way way(Router router, List<Question> questions) {
        Set<Integer> users = new HashSet<>();
        router.state().doors().forEach(door -> users.addAll(door.users()));
        Arrivals arrivals = new Arrivals(app, Optional.of(router.host()), users, slots());
        return new Way(plan, arrivals, questions, cancellation, asking);
    }

    /** What the slot itself is asked for can be asked for as well, where all paths lead there. */
    private Set<String> paths(Door door) {
        Set<String> paths = new LinkedHashSet<>(door.paths());
        if (paths.contains("/") && plan.health().portFor(0) == 0) {
            paths.add(plan.health().path());
        }
        return paths;
    }

    /** Returns the way through whichever router answers there. */
    Way byTheFrontDoor(FrontDoor door) {
        Question question = new Question("at the front door " + plan.frontDoor().url(), () -> heard(door.ask()));
        Arrivals arrivals = new Arrivals(app, Optional.empty(), Set.of(), slots());
        return new Way(plan, arrivals, List.of(question), cancellation, asking);
    }

    /** Returns the answer. */
    Answer heard(Answer answer) {
        if (answer.limited()) {
            turnedAway.run();
        }
        return answer;
    }

    SlotPair slots() {
        return plan.slots();
    }
}
