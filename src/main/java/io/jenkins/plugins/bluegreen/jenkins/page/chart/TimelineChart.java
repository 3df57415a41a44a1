package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Spans;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Steps;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import java.time.Duration;
import java.util.List;

/**
 * What was done in a deployment, over what users noticed of it, on one axis of time. At any width texts keep their size: the picture
 * is not scaled, but what is in it stands at parts of its width.
 */
public final class TimelineChart {

    /** More could not be told apart on a screen of usual width. */
    private static final int MOST_COLUMNS = 200;

    private static final int MARK_ROW = 17;
    private static final int AXIS = 24;

    /** From here on, the label of a line stands before it. */
    private static final double RIGHT = 0.75;

    private final List<Mark> marks;
    private final TimeAxis axis;
    private final StepLanes lanes;
    private final TrafficPlot traffic;
    private final Columns columns;

    private TimelineChart(DeploymentRecord record) {
        axis = TimeAxis.of(record);
        marks = record.availability().traffic().marks();
        columns = Columns.of(record, MOST_COLUMNS);
        lanes = new StepLanes(record.steps(), axis);
        traffic = new TrafficPlot(columns, axis);
    }

    /** Returns the picture, or an empty text where there is nothing to be shown. */
    public static String of(DeploymentRecord record) {
        TimelineChart chart = new TimelineChart(record);
        return record.steps().isEmpty() && chart.columns.all().isEmpty() ? "" : chart.drawn();
    }

    /** Returns a record in which the steps that are under way have lasted until now. */
    public static DeploymentRecord now(DeploymentRecord record) {
        return new DeploymentRecord(
                record.id(),
                record.subject(),
                record.origin(),
                record.ending(),
                Steps.asOf(
                        record.steps(), TimeAxis.begun(record), record.ending().took()),
                record.availability());
    }

    /** Returns what the bars of the picture show, for a table. */
    public static Columns columns(DeploymentRecord record) {
        return Columns.of(record, MOST_COLUMNS);
    }

    private String drawn() {
        int top = marks.isEmpty() ? 0 : 4 * MARK_ROW;
        int bottom = top + lanes.height() + traffic.height();
        String height = "" + (bottom + AXIS);
        Markup out = new Markup();
        out.open("div", "class", "bgd-chart", "role", "img", "aria-label", Messages.Chart_Timeline());
        out.open("svg", "class", "bgd-chart__names", "width", "" + lanes.names(), "height", height);
        lanes.names(out, top);
        traffic.names(out, top + lanes.height(), lanes.names());
        out.close();
        out.open("svg", "class", "bgd-chart__plot", "width", "100%", "height", height);
        ticks(out, top, bottom);
        traffic.draw(out, top + lanes.height());
        marks(out, bottom); // before the bars, so that no line goes through what stands beside them
        lanes.bars(out, top);
        return out.close().close().toString();
    }

    private void ticks(Markup out, int top, int bottom) {
        for (TimeAxis.Tick tick : axis.ticks()) {
            String x = Markup.percent(tick.at());
            String place = tick.at() < 0.02 ? "first" : tick.at() > 0.98 ? "last" : "middle";
            out.add("line", "", "class", "bgd-chart__grid", "x1", x, "x2", x, "y1", "" + top, "y2", "" + bottom);
            out.add(
                    "text",
                    tick.label(),
                    "class",
                    "bgd-chart__tick bgd-chart__tick--" + place,
                    "x",
                    x,
                    "y",
                    "" + (bottom + 16));
        }
    }

    /** Each label has a row of its own, so that none covers another one however near the lines are. */
    private void marks(Markup out, int bottom) {
        for (Mark mark : marks) {
            double at = axis.at(mark.at());
            int y = (mark.what().ordinal() + 1) * MARK_ROW - 4;
            boolean before = at > RIGHT;
            String x = Markup.percent(at);
            out.add("line", "", "class", "bgd-mark", "x1", x, "x2", x, "y1", "" + (y - 10), "y2", "" + bottom);
            out.add(
                    "text",
                    Messages.Chart_Mark(named(mark.what()), Spans.shown(Duration.between(axis.from(), mark.at()))),
                    "class",
                    "bgd-chart__label" + (before ? " bgd-chart__label--before" : ""),
                    "x",
                    x,
                    "dx",
                    before ? "-5" : "5",
                    "y",
                    "" + y);
        }
    }

    /** Returns what a mark is called. */
    public static String named(Mark.Kind kind) {
        return switch (kind) {
            case SWITCH -> Messages.Chart_Switch();
            case SWITCHED -> Messages.Chart_Switched();
            case DRAINED -> Messages.Chart_Drained();
            case STOPPED -> Messages.Chart_Stopped();
        };
    }
}
