package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.Columns.Column;
import java.util.ArrayList;
import java.util.List;

/** What pictures show, in words. */
final class Told {

    private Told() {}

    /** Returns who answered how often in a column, and what did not. */
    static String answers(Column column) {
        List<String> told = new ArrayList<>();
        if (column.blue() > 0) {
            told.add(Messages.Chart_FromBlue(column.blue()));
        }
        if (column.green() > 0) {
            told.add(Messages.Chart_FromGreen(column.green()));
        }
        if (column.untold() > 0) {
            told.add(Messages.Chart_Answers(column.untold()));
        }
        if (column.limited() > 0) {
            told.add(Messages.Chart_Limited(column.limited()));
        }
        if (column.failed() > 0) {
            told.add(Messages.Chart_Failed(column.failed()));
        }
        return told.isEmpty() ? Messages.Chart_Nothing() : String.join(", ", told);
    }
}
