package io.jenkins.plugins.bluegreen.simulation;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * How often, and when, something goes wrong: drawn for each call to each host by the seed, the host, and the number of the call there.
 * With 1 % of all calls from the beginning no deployment to 1,000 hosts would get past its logins, so that would try nothing.
 */
final class Weather {

    /** How the faults are spread over a deployment. */
    enum Kind {
        /** There are none. */
        CALM,
        /** One, two or four over the whole deployment, on the average. */
        SOME,
        /** The controller is killed at a moment that is drawn, and nothing else happens. */
        KILL,
        /** 10 % of all calls for a short time, from a moment that is drawn: what undoes the first fault meets the next one. */
        GUST,
        /** 1 % of all calls for some time, from a moment that is drawn. */
        SHOWER,
        /** 1 % of all calls from a moment that is drawn, also of those by which it is undone. */
        STORM
    }

    private static final double ONE_PERCENT = 0.01;
    private static final int SHOWER_LASTS = 400;
    private static final int GUST_LASTS = 120;

    final Kind kind;
    final Map<Fault, Integer> drawn = new EnumMap<>(Fault.class);
    private final long seed;
    private final double probability;
    private final long from;
    private final long to;
    private final Set<Fault> never;
    private boolean over;

    private Weather(Kind kind, long seed, double probability, long from, long to, Set<Fault> never) {
        this.kind = kind;
        this.seed = seed;
        this.probability = probability;
        this.from = from;
        this.to = to;
        this.never = never;
    }

    static Weather calm() {
        return new Weather(Kind.CALM, 0, 0, 0, 0, Set.of());
    }

    /** @param calls how many calls such a deployment takes where nothing goes wrong */
    static Weather of(SplittableRandom random, int calls) {
        long seed = random.nextLong();
        Kind kind = Kind.values()[random.nextInt(1, Kind.values().length)];
        // Each of these ends a deployment, so where all can happen the rest of a storm is not seen.
        Set<Fault> never = new HashSet<>();
        if (random.nextInt(3) > 0) {
            never.addAll(Set.of(Fault.KILLED_BEFORE, Fault.KILLED_AFTER));
        }
        if (random.nextInt(3) > 0) {
            never.add(Fault.GONE);
        }
        if (random.nextInt(2) > 0) {
            never.add(Fault.ABORTED);
        }
        long from = random.nextInt(calls);
        return switch (kind) {
            case KILL -> new Weather(kind, seed, 1, from, from + 1, Set.of());
            case SOME -> new Weather(kind, seed, (1 << random.nextInt(3)) / (double) calls, 0, Long.MAX_VALUE, never);
            case GUST -> new Weather(kind, seed, 10 * ONE_PERCENT, from, from + GUST_LASTS, never);
            case SHOWER -> new Weather(kind, seed, ONE_PERCENT, from, from + SHOWER_LASTS, never);
            default -> new Weather(kind, seed, ONE_PERCENT, from, Long.MAX_VALUE, never);
        };
    }

    /** Nothing goes wrong any more. */
    void clearUp() {
        over = true;
    }

    /**
     * Draws.
     *
     * @param call the number of the call in the whole world
     */
    Optional<Fault> draw(Machine machine, long call) {
        if (over || probability == 0 || call < from || call >= to) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(seed + machine.number * 1_000_003L + machine.calls());
        random.nextLong();
        if (random.nextDouble() >= probability) {
            return Optional.empty();
        }
        Fault fault = kind == Kind.KILL
                ? random.nextBoolean() ? Fault.KILLED_BEFORE : Fault.KILLED_AFTER
                : Fault.at(random.nextInt(100));
        if (never.contains(fault)) {
            return Optional.empty();
        }
        drawn.merge(fault, 1, Integer::sum);
        return Optional.of(fault);
    }
}
