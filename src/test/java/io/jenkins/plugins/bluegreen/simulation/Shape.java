package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.deploy.judge.Judge;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.Batch;
import io.jenkins.plugins.bluegreen.deploy.strategy.Canary;
import io.jenkins.plugins.bluegreen.deploy.strategy.Rolling;
import io.jenkins.plugins.bluegreen.deploy.strategy.ShareTerms;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is deployed to, and how.
 *
 * @param hosts how many there are
 * @param routers how many lead to all of them; 0 where each host has its own
 * @param strategy by which
 * @param way what the deployment comes to
 * @param keepPrevious for how long the old release stays as a standby
 * @param observe for how long the new one is looked at
 */
record Shape(int hosts, int routers, Strategy strategy, Way way, Duration keepPrevious, Duration observe) {

    /** What a deployment comes to where nothing goes wrong. */
    enum Way {
        /** Its release serves. */
        DEPLOY,
        /** It is held, and promoted by another undertaking. */
        PROMOTE,
        /** It is held, and taken back by another undertaking. */
        DISCARD
    }

    /** More routers than so many, each on a host, are not tried: each of them looks at all hosts. */
    private static final int MOST_WITH_THEIR_OWN = 24;

    static Shape of(SplittableRandom random, int hosts) {
        Strategy strategy = switch (random.nextInt(3)) {
            case 0 -> new AllAtOnce();
            case 1 -> new Rolling(new Batch(random.nextInt(1, 3), false), Duration.ofSeconds(10));
            default -> canary(random);
        };
        boolean own = hosts <= MOST_WITH_THEIR_OWN && random.nextBoolean();
        int routers = strategy instanceof Rolling ? random.nextInt(2, 5) : random.nextInt(1, 4);
        if (strategy instanceof Rolling && (own ? hosts : routers) == 2) {
            strategy = new Rolling(new Batch(1, false), Duration.ofSeconds(10)); // two at once are all
        }
        Way way = Way.values()[Math.max(0, random.nextInt(6) - 3)];
        return new Shape(
                hosts,
                own ? 0 : routers,
                strategy,
                way,
                random.nextInt(3) == 0 ? Duration.ofMinutes(15) : Duration.ZERO,
                random.nextInt(3) == 0 ? Duration.ofSeconds(3) : Duration.ZERO);
    }

    private static Strategy canary(SplittableRandom random) {
        ShareTerms terms = new ShareTerms(
                Duration.ofSeconds(10),
                new Judge(50, 0.01, Duration.ZERO),
                ShareTerms.TooFew.WAIT,
                random.nextInt(4) == 0 ? ShareTerms.OnFailure.HOLD : ShareTerms.OnFailure.UNDO);
        return new Canary(List.of(1, 25), terms, Duration.ZERO);
    }
}
