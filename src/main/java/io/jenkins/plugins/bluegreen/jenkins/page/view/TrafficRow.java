package io.jenkins.plugins.bluegreen.jenkins.page.view;

import io.jenkins.plugins.bluegreen.jenkins.page.chart.Columns;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Spans;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What the front door answered for a short time. */
@ExportedBean(defaultVisibility = 2)
public final class TrafficRow {

    private final Columns columns;
    private final Columns.Column column;

    /** Makes one. */
    TrafficRow(Columns columns, Columns.Column column) {
        this.columns = columns;
        this.column = column;
    }

    /** Returns when that time began, in UTC. */
    @Exported
    public String getFrom() {
        return columns.begin(column).toString();
    }

    /** Returns how long it is, in milliseconds. */
    @Exported
    public long getMillis() {
        return columns.length().toMillis();
    }

    /** Returns how many good answers came from the release of the slot blue. */
    @Exported
    public int getBlue() {
        return column.blue();
    }

    /** Returns the same of green. */
    @Exported
    public int getGreen() {
        return column.green();
    }

    /** Returns how many good answers did not tell from where they came. */
    @Exported
    public int getUntold() {
        return column.untold();
    }

    /** Returns how many requests had no good answer. */
    @Exported
    public int getFailed() {
        return column.failed();
    }

    /** Returns how many a router turned away since it was asked too often. */
    @Exported
    public int getLimited() {
        return column.limited();
    }

    /** Returns how long the slowest answer took, in milliseconds. */
    @Exported
    public long getSlowestMillis() {
        return column.slowest().toMillis();
    }

    /** Returns the time of the day at which that time began, for the reader. */
    public String getWhen() {
        return Reader.when().ofDay(columns.begin(column));
    }

    /** Returns how long the slowest answer took, for the reader. */
    public String getSlowest() {
        return Spans.shown(column.slowest());
    }
}
