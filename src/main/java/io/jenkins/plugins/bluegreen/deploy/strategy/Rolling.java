package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
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
 * The routers are switched in batches, one batch after the other, and each is looked at before the next one; whatever fails leads those
 * back that were switched. All of the old slot stays until the last batch is: until then the way back is that of the routers alone.
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
        checkBatch(routers.size(), application.router().kind());
    }

    /** One batch of all is what nobody wants who writes down a batch. */
    private void checkBatch(int all, String router) {
        if (batch.of(all) >= all) {
            throw new PlanException("rolling.batch is '" + batch.number() + "', which is all at once where there are "
                    + all + " hosts with " + router + ", so that all users would come to the new release before it was"
                    + " looked at; "
                    + (batch.number() > Batch.MOST
                            ? "give a number below " + all + ", or a share."
                            : "did you mean '" + batch.number() + "%'? A number has to be below " + all + "."));
        }
    }

    @Override
    public void apply(TrafficShift shift) throws HostException, CancelledException, InterruptedException {
        move(shift);
    }

    @Override
    public void foresee(Shift shift) throws HostException, CancelledException, InterruptedException {
        move(shift);
    }

    private void move(Shift shift) throws HostException, CancelledException, InterruptedException {
        // Where nothing serves yet, users gain nothing by a part of the routers.
        List<List<TrafficRouter>> batches = shift.first() ? List.of(shift.routers()) : batch.split(shift.routers());
        for (int i = 0; i < batches.size(); i++) {
            List<TrafficRouter> routers = batches.get(i);
            if (i > 0) {
                pause(shift, "pause before batch " + (i + 1) + " of " + batches.size());
                shift.confirm();
            }
            boolean last = i == batches.size() - 1;
            shift.step("batch " + (i + 1) + " of " + batches.size() + ": " + names(routers), () -> {
                for (TrafficRouter router : routers) {
                    shift.switchTraffic(router);
                }
                if (!last) {
                    look(shift, routers);
                }
            });
        }
        shift.prove();
        shift.afterSwitch();
        shift.observe(shift.hosts());
    }

    private static void look(Shift shift, List<TrafficRouter> routers)
            throws HostException, CancelledException, InterruptedException {
        shift.prove(routers);
        shift.watch("observe the new release on all hosts" + lasting(shift.observation()), shift.observation());
    }

    private void pause(Shift shift, String name) throws HostException, CancelledException, InterruptedException {
        if (!pause.isZero()) {
            shift.watch(name + lasting(pause), pause);
        }
    }

    private static String lasting(Duration time) {
        return time.isZero() ? "" : " for " + TimeSpan.show(time);
    }

    /** Returns their hosts, without who logs in there. */
    private static String names(List<TrafficRouter> routers) {
        return OnHosts.first(routers.stream()
                .map(router -> router.name().substring(router.name().lastIndexOf('@') + 1))
                .toList());
    }
}
