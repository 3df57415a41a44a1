package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.ArrayList;
import java.util.List;
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
                context.cluster().asking(),
                turnedAway);
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
