package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.Columns.Column;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** What the front door answered, as bars on a time axis, and how long it took, as a line below them. */
final class TrafficPlot {

    /** How high the bars can be, in pixels. */
    static final int BARS = 110;

    /** How high the line can go, in pixels. */
    static final int LINE = 52;

    /** How much is left free above the bars, between them and the line, and below the line, in pixels. */
    static final int GAP = 18;

    /** A request that a user lost is seen among thousands that were answered. */
    private static final double LEAST_FAILED = 3;

    private final Columns columns;
    private final TimeAxis axis;

    TrafficPlot(Columns columns, TimeAxis axis) {
        this.columns = columns;
        this.axis = axis;
    }

    /** Returns how high all is, in pixels; 0 where nothing was measured. */
    int height() {
        return columns.all().isEmpty() ? 0 : GAP + BARS + GAP + LINE;
    }

    /** Writes what stands at the left, from this height on. */
    void names(Markup out, int top, int width) {
        if (columns.all().isEmpty()) {
            return;
        }
        int line = top + GAP + BARS + GAP;
        String right = "" + (width - 8);
        out.add("text", Messages.Chart_Requests(Spans.shown(columns.length())), name(top + GAP + BARS / 2));
        out.add("text", "" + columns.tallest(), scale(right, top + GAP + 9));
        out.add("text", "0", scale(right, top + GAP + BARS));
        out.add("text", Messages.Chart_Slowest(), name(line + LINE / 2 + 4));
        out.add("text", Spans.shown(columns.slowest()), scale(right, line + 9));
        out.add("text", "0", scale(right, line + LINE));
    }

    private static String[] name(int y) {
        return new String[] {"class", "bgd-chart__name", "x", "0", "y", "" + y};
    }

    private static String[] scale(String x, int y) {
        return new String[] {"class", "bgd-chart__host", "x", x, "y", "" + y};
    }

    /** Writes bars and line, from this height on. */
    void draw(Markup out, int top) {
        if (columns.all().isEmpty()) {
            return;
        }
        int line = top + GAP + BARS + GAP;
        base(out, top + GAP + BARS);
        base(out, line + LINE);
        plot(out, top + GAP, BARS);
        bars(out);
        out.close();
        plot(out, line, LINE);
        line(out);
        out.close();
        plot(out, top + GAP, BARS + GAP + LINE);
        for (Column column : columns.all()) {
            out.titled(
                    "rect",
                    title(column),
                    "class",
                    "bgd-chart__hover",
                    "x",
                    "" + column.index(),
                    "y",
                    "0",
                    "width",
                    "1",
                    "height",
                    "" + (BARS + GAP + LINE));
        }
        out.close();
    }

    private static void base(Markup out, int y) {
        out.add("line", "", "class", "bgd-chart__base", "x1", "0", "x2", "100%", "y1", "" + y, "y2", "" + y);
    }

    /** Opens a picture in which a column is 1 wide. */
    private void plot(Markup out, int top, int height) {
        int count = columns.all().get(columns.all().size() - 1).index() + 1;
        double from = axis.at(columns.from());
        double share = axis.share(columns.length().multipliedBy(count));
        out.open(
                "svg",
                "x",
                Markup.percent(from),
                "y",
                "" + top,
                "width",
                Markup.percent(share),
                "height",
                "" + height,
                "viewBox",
                "0 0 " + count + " " + height,
                "preserveAspectRatio",
                "none");
    }

    private void bars(Markup out) {
        double[] tops = new double[columns.all().size()];
        stack(out, "blue", tops, Column::blue);
        stack(out, "green", tops, Column::green);
        stack(out, "untold", tops, Column::untold);
        stack(out, "limited", tops, Column::limited);
        stack(out, "failed", tops, Column::failed);
    }

    private void stack(Markup out, String kind, double[] tops, ToIntFunction<Column> count) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < tops.length; i++) {
            Column column = columns.all().get(i);
            int many = count.applyAsInt(column);
            if (many <= 0) {
                continue;
            }
            double height = (double) many / columns.tallest() * BARS;
            if (kind.equals("failed")) {
                height = Math.max(LEAST_FAILED, height);
                tops[i] = Math.min(tops[i], BARS - height);
            }
            tops[i] += height;
            path.append('M')
                    .append(Markup.number(column.index() + 0.06))
                    .append(' ')
                    .append(Markup.number(BARS - tops[i]))
                    .append("h.88v")
                    .append(Markup.number(height))
                    .append("h-.88z");
        }
        if (path.length() > 0) {
            out.path("bgd-traffic bgd-traffic--" + kind, path.toString());
        }
    }

    /** Where nothing was answered the line is broken. */
    private void line(Markup out) {
        double slowest = Math.max(1e-3, columns.slowest().toNanos() / 1e9);
        List<String> path = new ArrayList<>();
        int before = -2;
        for (Column column : columns.all()) {
            if (column.answered() == 0 || column.slowest().compareTo(Duration.ZERO) <= 0) {
                continue;
            }
            double y = LINE - column.slowest().toNanos() / 1e9 / slowest * (LINE - 2) - 1;
            boolean apart = column.index() != before + 1;
            // A dot where there is only one, and a break where a whole column is missing.
            path.add(
                    (apart ? "M" : "L") + Markup.number(column.index() + (apart ? 0.3 : 0.5)) + " " + Markup.number(y));
            if (apart) {
                path.add("H" + Markup.number(column.index() + 0.7));
            }
            before = column.index();
        }
        out.path("bgd-traffic__line", String.join("", path));
    }

    private String title(Column column) {
        String at = Spans.shown(Duration.between(axis.from(), columns.begin(column)));
        return Messages.Chart_Column(at, Told.answers(column), Spans.shown(column.slowest()));
    }
}
