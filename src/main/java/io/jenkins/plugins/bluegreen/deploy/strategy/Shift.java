package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;
import java.util.List;

/** What a {@link Strategy} moves traffic with, or what notes how it would. */
public interface Shift {

    /** Some of what is done, as one step of it. */
    interface Portion {

        /** Does it. */
        void run() throws HostException, CancelledException, InterruptedException;
    }

    /** Returns the routers, in the order of their hosts. */
    List<TrafficRouter> routers();

    /** Returns the application's hosts, in their order. */
    List<ApplicationHost> hosts();

    /** Tells whether no slot was live, so that there are no users to be led away from one. */
    boolean first();

    /** Returns how long the new slot is to be looked at. */
    Duration observation();

    /** Does something that consists of steps, as one that has them in it. */
    void step(String name, Portion portion) throws HostException, CancelledException, InterruptedException;

    /**
     * Makes sure that nobody else has begun to deploy, some time after it was last seen.
     *
     * @throws HostException if a lock is lost, or that cannot be asked
     */
    void confirm() throws HostException, CancelledException, InterruptedException;

    /** Has a router send all traffic to the new slot. */
    void switchTraffic(TrafficRouter router) throws HostException, CancelledException, InterruptedException;

    /**
     * Sees that requests through the routers reach the new slot; asks the front door as well, where there is one, until it answers.
     *
     * @throws HostException if that is not so in time, or if more requests failed meanwhile than may
     */
    void prove() throws HostException, CancelledException, InterruptedException;

    /**
     * Sees that requests through some of the routers reach the new slot, while others do not lead there yet. The front door is not asked:
     * it may answer from either slot.
     *
     * @param some those that were switched
     * @throws HostException if that is not so in time, or if more requests failed meanwhile than may
     */
    void prove(List<TrafficRouter> some) throws HostException, CancelledException, InterruptedException;

    /**
     * Looks at the new slot on all hosts, as one step, while the old one serves as well, and is not waited for.
     *
     * @param name what is done, as the console names it
     * @param limit for how long
     * @throws HostException if it dies, is not healthy any more, or if more requests failed than may
     */
    void watch(String name, Duration limit) throws HostException, CancelledException, InterruptedException;

    /**
     * Runs what the team wants to have run now, before the old slot is drained.
     *
     * @throws HostException if that fails, so that traffic goes back
     */
    void afterSwitch() throws HostException, CancelledException, InterruptedException;

    /**
     * Looks at the new slot for as long as the plan says, on these hosts at once, and waits meanwhile until nothing uses the old one, and
     * sees that nothing leads there.
     *
     * @throws HostException if it dies, is not healthy any more, or if more requests failed than may
     */
    void observe(List<ApplicationHost> hosts) throws HostException, CancelledException, InterruptedException;
}
