package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;

/** All routers are switched, one right after the other, and then the new slot is looked at on all hosts. */
public record AllAtOnce() implements Strategy {

    @Override
    public String kind() {
        return "allAtOnce";
    }

    @Override
    public void check(Application application) {
        // Whatever can be deployed can be switched so.
    }

    @Override
    public void apply(TrafficShift shift) throws HostException, CancelledException, InterruptedException {
        move(shift);
    }

    @Override
    public void foresee(Shift shift) throws HostException, CancelledException, InterruptedException {
        move(shift);
    }

    private static void move(Shift shift) throws HostException, CancelledException, InterruptedException {
        for (TrafficRouter router : shift.routers()) {
            shift.switchTraffic(router);
        }
        shift.prove();
        shift.afterSwitch();
        shift.observe(shift.hosts());
    }
}
