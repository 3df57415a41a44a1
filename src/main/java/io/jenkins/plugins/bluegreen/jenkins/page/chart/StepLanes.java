package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Spans;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Steps;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import java.util.List;
import java.util.Locale;

/** A bar for each step on each host, one below the other. */
final class StepLanes {

    /** How high the lane of a step is, in pixels. */
    static final int HEIGHT = 22;

    private static final int BAR = 10;
    private static final int TEXT = 15;
    private static final int GAP = 6;

    /** From here on, what is said of a bar stands before it. */
    private static final double RIGHT = 0.85;

    /** A part of the width at which a bar is seen, however short it was. */
    private static final double LEAST = 0.002;

    private static final int LONGEST_STEP = 34;
    private static final int LONGEST_HOST = 20;

    private final List<StepReport> steps;
    private final TimeAxis axis;

    /** Shows the hosts only where there is more than one. */
    private final boolean severalHosts;

    StepLanes(List<StepReport> steps, TimeAxis axis) {
        this.steps = Steps.inOrder(steps);
        this.axis = axis;
        this.severalHosts = Steps.severalHosts(steps);
    }

    /** Returns how high all are, in pixels. */
    int height() {
        return steps.size() * HEIGHT;
    }

    /** Returns how wide the names are, in pixels. */
    int names() {
        return severalHosts ? 380 : 250;
    }

    /** Writes the names, from this height on. */
    void names(Markup out, int top) {
        int y = top + TEXT;
        String before = "";
        for (StepReport step : steps) {
            // The same step on the next host needs no name.
            String name = severalHosts && step.step().equals(before) ? "" : cut(step.step(), LONGEST_STEP);
            out.add("text", name, "class", "bgd-chart__name", "x", "0", "y", "" + y);
            before = step.step();
            if (severalHosts && !step.host().isEmpty()) {
                out.add(
                        "text",
                        cut(Steps.host(step.host()), LONGEST_HOST),
                        "class",
                        "bgd-chart__host",
                        "x",
                        "" + (names() - 2 * GAP),
                        "y",
                        "" + y);
            }
            y += HEIGHT;
        }
    }

    /** Writes the bars, from this height on. */
    void bars(Markup out, int top) {
        for (int i = 0; i < steps.size(); i++) {
            StepReport step = steps.get(i);
            double from = axis.at(step.startedAt());
            double share = Math.min(Math.max(LEAST, axis.share(step.took())), 1 - from);
            String kind = step.status().name().toLowerCase(Locale.ROOT);
            out.titled(
                    "rect",
                    title(step),
                    "class",
                    "bgd-bar bgd-bar--" + kind,
                    "x",
                    Markup.percent(from),
                    "y",
                    "" + (top + i * HEIGHT + (HEIGHT - BAR) / 2),
                    "width",
                    Markup.percent(share),
                    "height",
                    "" + BAR,
                    "rx",
                    "2");
            boolean behind = from + share <= RIGHT;
            // Otherwise before the bar, or on the end of one that leaves no room there either.
            boolean atItsEnd = behind || from < 1 - RIGHT;
            out.add(
                    "text",
                    said(step),
                    "class",
                    "bgd-chart__label" + (behind ? "" : " bgd-chart__label--before"),
                    "x",
                    Markup.percent(atItsEnd ? from + share : from),
                    "dx",
                    "" + (behind ? GAP : -GAP),
                    "y",
                    "" + (top + i * HEIGHT + TEXT));
        }
    }

    private static String said(StepReport step) {
        return step.status() == StepReport.Status.DONE
                ? Spans.shown(step.took())
                : Messages.Chart_Bar(Steps.status(step.status()), Spans.shown(step.took()));
    }

    private static String title(StepReport step) {
        String where = step.host().isEmpty() ? step.step() : Messages.Chart_StepOnHost(step.step(), step.host());
        String detail = step.detail().isBlank() ? "" : "\n" + step.detail();
        return where + "\n" + Messages.Chart_Bar(Steps.status(step.status()), Spans.shown(step.took())) + detail;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
