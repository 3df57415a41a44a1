package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;

/** All routers are switched, one right after the other, and then the new slot is looked at on all hosts. */
public final class AllAtOnce implements Strategy {

    @Override
    public void apply(TrafficShift shift) throws HostException, CancelledException, InterruptedException {
        for (TrafficRouter router : shift.routers()) {
            shift.switchTraffic(router);
        }
        shift.prove();
        shift.afterSwitch();
        shift.observe(shift.hosts());
    }
}
