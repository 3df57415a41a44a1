package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.model.Api;
import hudson.model.ModelObject;
import io.jenkins.plugins.bluegreen.jenkins.byhand.LogTail;
import io.jenkins.plugins.bluegreen.jenkins.byhand.RollbackByHand;
import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.Columns;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.TimelineChart;
import io.jenkins.plugins.bluegreen.jenkins.page.press.Pressing;
import io.jenkins.plugins.bluegreen.jenkins.page.text.HostNames;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Steps;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord.Beside;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/** A deployment: what happened, and what users noticed of it. Made for one request, of what its reader may see. */
@ExportedBean
public final class DeploymentPage implements ModelObject {

    private final String history;
    private final DeploymentRecord record;
    private final DeploymentRow row;

    /** Makes one of a history. */
    DeploymentPage(String history, DeploymentRecord record, DeploymentRow row) {
        this.history = history;
        this.record = TimelineChart.now(record);
        this.row = row;
    }

    @Override
    public String getDisplayName() {
        return record.id();
    }

    /** Returns the deployment, as lists show it. */
    @Exported
    public DeploymentRow getDeployment() {
        return row;
    }

    /** Returns the application's name. */
    @Exported
    public String getApplication() {
        return record.subject().application();
    }

    /** Returns the application's hosts. */
    @Exported
    public List<String> getHosts() {
        return record.subject().hosts();
    }

    /** Returns by what it was seen that users are served by the new release, or an empty text. */
    @Exported
    public String getProof() {
        return record.ending().proof();
    }

    /** Returns what was seen on the hosts, several lines or an empty text. */
    @Exported
    public String getEvidence() {
        return record.ending().evidence();
    }

    /** Returns what was done, in the order in which it began. */
    @Exported
    public List<StepRow> getSteps() {
        return Steps.inOrder(record.steps()).stream().map(StepRow::new).toList();
    }

    /** Returns what the front door answered, over time. */
    @Exported
    public List<TrafficRow> getTraffic() {
        Columns columns = TimelineChart.columns(record);
        return columns.all().stream()
                .map(column -> new TrafficRow(columns, column))
                .toList();
    }

    /** What was done that users might notice, and when. */
    @ExportedBean(defaultVisibility = 2)
    public static final class Mark {

        private final Traffic.Mark mark;

        Mark(Traffic.Mark mark) {
            this.mark = mark;
        }

        /** Returns what: {@code switch}, {@code switched}, {@code drained}, {@code stopped}. */
        @Exported
        public String getWhat() {
            return mark.what().name().toLowerCase(Locale.ROOT);
        }

        /** Returns when, in UTC. */
        @Exported
        public String getAt() {
            return mark.at().toString();
        }
    }

    /** Returns what was done that users might notice. */
    @Exported(name = "marks")
    public List<Mark> getMarked() {
        return record.availability().traffic().marks().stream().map(Mark::new).toList();
    }

    /** Returns the same, for the reader. */
    public List<String> getMarks() {
        return record.availability().traffic().marks().stream()
                .map(mark -> Messages.Chart_Mark(
                        TimelineChart.named(mark.what()), Reader.when().ofDay(mark.at())))
                .toList();
    }

    /** Returns the picture of both. */
    public String getChart() {
        return TimelineChart.of(record);
    }

    /** Returns what is being done now, or an empty text. */
    @Exported(name = "step")
    public String getNow() {
        return row.isRunning() ? Steps.now(record.steps()) : "";
    }

    /** Tells whether answers told from which release they came. */
    public boolean isTold() {
        return getTraffic().stream().anyMatch(each -> each.getBlue() + each.getGreen() > 0);
    }

    /** Returns the slot that was deployed to, or an empty text. */
    public String getTo() {
        return DeploymentRow.label(record.subject().to());
    }

    /** Returns the slot that served before, or an empty text. */
    public String getFrom() {
        Slot to = record.subject().to();
        return to == null || row.getPrevious().isEmpty() ? "" : to.other().label();
    }

    /** Returns the end of what it said, where that is not on the console of a build; otherwise an empty text. */
    @Exported
    public String getLog() throws IOException {
        return LogTail.of(Deployments.get().store().beside(history, record.id(), Beside.LOG));
    }

    /** Returns the hosts, for the reader; of many, the first ones. */
    public String getHostNames() {
        return HostNames.of(record.subject().hosts().stream().map(Steps::host).toList());
    }

    /** Returns all of them, for the reader. */
    public String getAllHostNames() {
        return record.subject().hosts().stream().map(Steps::host).collect(Collectors.joining(", "));
    }

    /** Returns what failed at the front door, or an empty text. */
    @Exported
    public String getFailures() {
        Availability seen = record.availability();
        return seen.failed() == 0 ? "" : seen.reasons();
    }

    /** Tells whether it was begun by hand, and is under way, so that there is no build to be aborted. */
    public boolean isByHand() {
        return row.isRunning() && RollbackByHand.canBeStopped(history, record.id());
    }

    /** Returns why the reader cannot stop it, or an empty text. */
    public String getWhyNotStop() {
        return Right.whyNotStop(row.getJob());
    }

    /** Has it stop, and undo what it did. */
    @RequirePOST
    public void doStop(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        Right.checkStop(row.getJob());
        Pressing.answer(
                "",
                () -> {
                    RollbackByHand.stop(history, record.id());
                    return record.id();
                },
                response);
    }

    /** Returns the data of this page. */
    public Api getApi() {
        return new Api(this);
    }

    /** Answers whether what the page shows has changed. */
    @GET
    @WebMethod(name = "_live")
    public void doLive(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        Live.answer(this, List.of(record, row.toString(), getLog(), isByHand(), getWhyNotStop()), request, response);
    }
}
