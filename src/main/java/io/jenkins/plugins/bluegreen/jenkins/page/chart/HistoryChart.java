package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Headline;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Spans;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** How long the last deployments of an application took, and what users noticed of each: the oldest one at the left. */
public final class HistoryChart {

    /** How many deployments are shown. */
    public static final int MOST = 50;

    /** Where there are fewer, their bars are not wider than with so many. */
    private static final int LEAST = 20;

    private static final int NAMES = 180;
    private static final int TALL = 64;
    private static final int LOW = 36;
    private static final int GAP = 20;

    private final List<Summary> shown;
    private final Markup out = new Markup();

    private HistoryChart(List<Summary> newestFirst) {
        shown = new ArrayList<>(newestFirst.stream()
                .filter(summary -> summary.ending().state() != State.RUNNING)
                .limit(MOST)
                .toList());
        Collections.reverse(shown);
    }

    /** Returns the picture of these deployments, of which the newest is the first; an empty text where none has ended. */
    public static String of(List<Summary> newestFirst) {
        HistoryChart chart = new HistoryChart(newestFirst);
        return chart.shown.isEmpty() ? "" : chart.drawn();
    }

    private String drawn() {
        String height = "" + (TALL + 2 * LOW + 3 * GAP);
        int failed = shown.stream().mapToInt(Summary::failed).max().orElse(0);
        Duration downtime = longest(Summary::downtime);
        out.open("div", "class", "bgd-chart", "role", "img", "aria-label", Messages.Chart_History(shown.size()));
        out.open("svg", "class", "bgd-chart__names", "width", "" + NAMES, "height", height);
        name(
                Messages.Chart_Duration(),
                Spans.shown(longest(summary -> summary.ending().took())),
                0,
                TALL);
        name(Messages.Chart_LostRequests(), failed == 0 ? "" : "" + failed, TALL + GAP, LOW);
        name(Messages.Chart_Downtime(), downtime.isZero() ? "" : Spans.shown(downtime), TALL + LOW + 2 * GAP, LOW);
        out.close();
        out.open("svg", "class", "bgd-chart__plot", "width", "100%", "height", height);
        bars("took", summary -> seconds(summary.ending().took()), 0, TALL);
        bars("lost", Summary::failed, TALL + GAP, LOW);
        bars("lost", summary -> seconds(summary.downtime()), TALL + LOW + 2 * GAP, LOW);
        for (int i = 0; i < shown.size(); i++) {
            out.titled("rect", title(shown.get(i)), place("bgd-chart__hover", i, 1, 0, TALL + 2 * LOW + 2 * GAP));
        }
        return out.close().close().toString();
    }

    private void name(String name, String most, int top, int height) {
        String right = "" + (NAMES - 8);
        String bottom = "" + (top + height + GAP / 2);
        String middle = "" + (top + (height + GAP) / 2 + 4);
        out.add("text", name, "class", "bgd-chart__name", "x", "0", "y", middle);
        if (!most.isEmpty()) {
            out.add("text", most, "class", "bgd-chart__host", "x", right, "y", "" + (top + GAP / 2 + 9));
        }
        out.add("text", "0", "class", "bgd-chart__host", "x", right, "y", bottom);
    }

    private void bars(String kind, ToDoubleFunction<Summary> value, int top, int height) {
        double most = Math.max(1e-9, shown.stream().mapToDouble(value).max().orElse(0));
        int base = top + height + GAP / 2;
        out.add("line", "", "class", "bgd-chart__base", "x1", "0", "x2", "100%", "y1", "" + base, "y2", "" + base);
        for (int i = 0; i < shown.size(); i++) {
            double tall = value.applyAsDouble(shown.get(i)) / most * height;
            if (tall > 0) {
                double least = Math.max(2, tall);
                boolean serves = shown.get(i).ending().state() == State.DEPLOYED;
                String undone = kind.equals("took") && !serves ? " bgd-bar--undone" : "";
                out.add("rect", "", place("bgd-bar bgd-bar--" + kind + undone, i, 0.7, base - least, least));
            }
        }
    }

    private String[] place(String classes, int at, double width, double top, double height) {
        double each = 1.0 / Math.max(LEAST, shown.size());
        return new String[] {
            "class",
            classes,
            "x",
            Markup.percent((at + (1 - width) / 2) * each),
            "y",
            Markup.number(top),
            "width",
            Markup.percent(width * each),
            "height",
            Markup.number(height)
        };
    }

    private static String title(Summary summary) {
        String noticed = summary.asked() == 0
                ? Messages.Chart_NotMeasured()
                : Messages.Chart_Noticed(summary.failed(), summary.asked(), Spans.shown(summary.downtime()));
        return Headline.of(summary) + "\n" + Spans.shown(summary.ending().took()) + "\n" + noticed;
    }

    private Duration longest(Function<Summary, Duration> span) {
        return shown.stream().map(span).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static double seconds(Duration span) {
        return span.getSeconds() + span.getNano() / 1e9;
    }
}
