package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.deploy.judge.Judge;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link Canary} as people write it, each by the name of its parameter. What is not given has a default.
 *
 * @param given what is given
 */
public record CanaryText(Map<String, String> given) {

    /** What is said where a parameter is not given, by its name. */
    public static final Map<String, String> DEFAULTS = Map.of(
            "steps", "1%, 5%, 25%, 50%",
            "every", "2m",
            "minRequests", "50",
            "maxErrors", "1%",
            "tooFew", "wait",
            "onFailure", "undo",
            "canaryExpires", "24h");

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)\\s*%");
    private static final Pattern STEP = Pattern.compile("([1-9]\\d?)\\s*%?");
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int MOST_REQUESTS = 1_000_000;

    /** Copies the map. */
    public CanaryText {
        given = Map.copyOf(given);
    }

    /** @throws PlanException naming what is wrong */
    public Canary canary() {
        Duration every = TimeSpan.parse("canary.every", text("every"));
        if (every.compareTo(SHORTEST) < 0) {
            throw wrong("every", "it is at least 1s, since a share is judged over that time");
        }
        String slow = given.get("maxLatency");
        return new Canary(
                steps(),
                new ShareTerms(
                        every,
                        new Judge(
                                requests(),
                                errors(),
                                slow == null ? Duration.ZERO : TimeSpan.parse("canary.maxLatency", slow)),
                        one("tooFew", ShareTerms.TooFew.values(), "wait, promote or stop"),
                        one("onFailure", ShareTerms.OnFailure.values(), "undo or hold")),
                TimeSpan.parse("canary.canaryExpires", text("canaryExpires")));
    }

    private String text(String name) {
        return given.getOrDefault(name, DEFAULTS.get(name)).strip();
    }

    private PlanException wrong(String name, String why) {
        return new PlanException("canary." + name + " is '" + text(name) + "'; " + why + ".");
    }

    private List<Integer> steps() {
        List<Integer> steps = new ArrayList<>();
        for (String each : text("steps").split("\\s*,\\s*", -1)) {
            Matcher step = STEP.matcher(each);
            if (!step.matches()) {
                throw wrong("steps", "write shares of the clients, such as '1%, 5%, 25%'; after the last one come all");
            }
            int percent = Integer.parseInt(step.group(1));
            if (!steps.isEmpty() && percent <= steps.get(steps.size() - 1)) {
                throw wrong("steps", "each share is larger than the one before");
            }
            steps.add(percent);
        }
        return steps;
    }

    private int requests() {
        String text = text("minRequests");
        int number = text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MOST_REQUESTS) {
            throw wrong("minRequests", "it is a number from 1 to " + MOST_REQUESTS);
        }
        return number;
    }

    private double errors() {
        Matcher percent = PERCENT.matcher(text("maxErrors"));
        if (!percent.matches() || Double.parseDouble(percent.group(1)) > 100) {
            throw wrong("maxErrors", "write a share of the requests, such as '1%' or '0.5%'");
        }
        return Double.parseDouble(percent.group(1)) / 100;
    }

    private <E extends Enum<E>> E one(String name, E[] all, String names) {
        for (E each : all) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text(name))) {
                return each;
            }
        }
        throw wrong(name, "it is " + names);
    }
}
