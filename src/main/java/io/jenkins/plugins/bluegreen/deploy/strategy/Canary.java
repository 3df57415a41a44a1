package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.RouterConfig;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A growing share of the clients is led to the new slot, each of them for good, and what they are answered is judged beside what the others
 * are. Only then all are.
 *
 * @param steps the shares, in per cent and growing
 * @param terms how each of them is judged
 * @param expires for how long a share may stay that nobody judges any more; zero for as long as nobody deploys again
 */
public record Canary(List<Integer> steps, ShareTerms terms, Duration expires) implements Strategy {

    /** Copies the list. */
    public Canary {
        steps = List.copyOf(steps);
    }

    @Override
    public String kind() {
        return "canary";
    }

    @Override
    public void check(Application application) {
        RouterConfig router = application.router();
        if (router.shares().isEmpty()) {
            throw new PlanException("strategy is canary, and " + router.withoutShares() + ".");
        }
        List<Integer> others =
                steps.stream().filter(step -> !router.shares().contains(step)).toList();
        if (!others.isEmpty()) {
            throw new PlanException("canary.steps has " + others.get(0) + "%; the shares for which " + router.kind()
                    + " is configured once, so that none takes a reload, are "
                    + router.shares().stream().map(share -> share + "%").collect(Collectors.joining(", "))
                    + "; choose among them.");
        }
        Duration slow = terms.judge().maxLatency();
        if (!slow.isZero() && !router.withoutTimes().isEmpty()) {
            throw new PlanException(
                    "canary.maxLatency is '" + TimeSpan.show(slow) + "', and " + router.withoutTimes() + ".");
        }
    }

    @Override
    public void check(TrafficRouter router) throws HostException, InterruptedException {
        ((CanaryRouter) router).checkShares();
    }

    @Override
    public void apply(TrafficShift shift) throws HostException, CancelledException, InterruptedException {
        if (shift.first()) {
            shift.note("There is no live release to judge it by, so all clients are led to it at once.");
        } else {
            for (int percent : steps) {
                shift.lead(percent);
                new WatchShare(terms, shift, percent).run();
            }
            shift.leadAllNext();
        }
        new AllAtOnce().apply(shift);
    }

    @Override
    public void foresee(Shift shift) throws HostException, CancelledException, InterruptedException {
        if (!shift.first()) {
            for (int percent : steps) {
                shift.lead(percent);
                shift.step(WatchShare.name(shift.idle(), percent), () -> {});
            }
        }
        new AllAtOnce().foresee(shift);
    }
}
