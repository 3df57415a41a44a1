package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The routers are switched in batches, one batch after the other; whatever fails leads those back that were switched.
 *
 * @param batch how many routers are switched at a time
 * @param pause how long is waited from one batch to the next
 */
public record Rolling(Batch batch, Duration pause) implements Strategy {

    /** What is said where a parameter is not given, by its name. */
    public static final Map<String, String> DEFAULTS = Map.of("batch", "1", "pause", "10s");

    /**
     * Reads what may be given; each may be null.
     *
     * @param batch a number, or a share such as {@code 25%}
     * @param pause a duration
     * @throws PlanException naming what is wrong
     */
    public static Rolling of(String batch, String pause) {
        return new Rolling(
                Batch.parse("rolling.batch", batch == null ? DEFAULTS.get("batch") : batch),
                TimeSpan.parse("rolling.pause", pause == null ? DEFAULTS.get("pause") : pause));
    }

    @Override
    public String kind() {
        return "rolling";
    }

    @Override
    public void check(Application application) {
        List<Target> routers = application.routerHosts();
        if (routers.size() < 2) {
            String router = application.router().kind();
            throw new PlanException("strategy is rolling, which switches the " + router
                    + " of one host after the other, but there is only one, on " + routers.get(0)
                    + ", so that all users would come to the new release at once; leave strategy out, or, where each host has "
                    + router + " of its own, name several hosts, and none for " + router + ".");
        }
    }

    @Override
    public void apply(TrafficShift shift) throws HostException, CancelledException, InterruptedException {
        for (List<TrafficRouter> routers : batch.split(shift.routers())) {
            for (TrafficRouter router : routers) {
                shift.switchTraffic(router);
            }
        }
        shift.prove();
        shift.afterSwitch();
        shift.observe(shift.hosts());
    }
}
