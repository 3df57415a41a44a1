package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.model.Api;
import hudson.model.ModelObject;
import io.jenkins.plugins.bluegreen.jenkins.byhand.Refresh;
import io.jenkins.plugins.bluegreen.jenkins.byhand.RollbackByHand;
import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.HistoryChart;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.SlotsPicture;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.SlotsPicture.Box;
import io.jenkins.plugins.bluegreen.jenkins.page.press.Choice;
import io.jenkins.plugins.bluegreen.jenkins.page.press.Pressing;
import io.jenkins.plugins.bluegreen.jenkins.page.press.SeenView;
import io.jenkins.plugins.bluegreen.jenkins.page.text.LiveNow;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Summary;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerFallback;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/** An application: what is live, and its last deployments. Made for one request, of what its reader may see. */
@ExportedBean
public final class ApplicationPage implements ModelObject, StaplerFallback {

    private final String history;
    private final List<Summary> visible;
    private final ApplicationRow now;
    private final Object beside;

    private ApplicationPage(String history, List<Summary> visible, Object beside) {
        this.history = history;
        this.visible = visible;
        this.now = ApplicationRow.ofAll(history, visible);
        this.beside = beside;
    }

    /**
     * Returns the page of an application, if the reader may see any of its deployments.
     *
     * @param beside what answers to addresses below that are not of this page, or null
     */
    static Optional<ApplicationPage> of(String history, Object beside) {
        List<Summary> visible = Deployments.get().visible(history);
        return visible.isEmpty() ? Optional.empty() : Optional.of(new ApplicationPage(history, visible, beside));
    }

    @Override
    public String getDisplayName() {
        return now.getTitle();
    }

    /** Returns the application, as the list of all shows it. */
    @Exported
    public ApplicationRow getApplication() {
        return now;
    }

    /** Returns its deployments, the newest first, of which any part holds what was asked for. */
    @Exported
    public List<DeploymentRow> getDeployments() {
        String sought = getFilter();
        return visible.stream()
                .map(this::row)
                .filter(row -> sought.isEmpty() || row.holds(sought))
                .toList();
    }

    private DeploymentRow row(Summary summary) {
        return new DeploymentRow(summary, now.serves(summary));
    }

    /** Returns why the reader cannot go back to an older release now, or an empty text. */
    @Exported
    public String getWhyNotRollBack() {
        String why = whyNotRollBack();
        return why.isEmpty() && getReleases().isEmpty() ? Messages.Right_NothingKept() : why;
    }

    /** Returns the same but for what the hosts said, who may have what they had not when they were asked. */
    private String whyNotRollBack() {
        String why = Right.whyNotRollBack(visible, last());
        return why.isEmpty() ? RollbackByHand.whyNot(history, job()) : why;
    }

    /** Returns why the reader cannot have the hosts asked now, or an empty text. */
    @Exported
    public String getWhyNotRefresh() {
        String why = Right.whyNotRefresh(visible, last());
        return why.isEmpty() ? Refresh.whyNot(history, job()) : why;
    }

    private Optional<Summary> last() {
        return Deployments.get().store().newest(history, any -> true);
    }

    /** Returns the full name of the job that deployed last, whoever may see it. */
    private String job() {
        return last().map(summary -> summary.origin().job()).orElse("");
    }

    /** Goes back to an older release, at once. */
    @RequirePOST
    public void doRollBack(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        Right.check(job());
        String release = request.getParameter("release");
        boolean markBad = !"false".equals(request.getParameter("markBad"));
        Pressing.answer(
                whyNotRollBack(),
                () -> RollbackByHand.begin(history, job(), release == null ? "" : release.strip(), markBad),
                response);
    }

    /** Returns why the reader cannot promote or discard what is held, or an empty text. */
    @Exported
    public String getWhyNotDecide() {
        String why = Right.whyNotDecide(visible, last());
        return why.isEmpty() ? RollbackByHand.whyNot(history, job()) : why;
    }

    /** Leads users to what is held, at once. */
    @RequirePOST
    public void doPromote(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        Right.check(job());
        String seen = seen(request);
        Pressing.answer(whyNotDecide(seen), () -> RollbackByHand.promote(history, job(), seen), response);
    }

    /** Takes back what is held, at once. */
    @RequirePOST
    public void doDiscard(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        Right.check(job());
        String seen = seen(request);
        Pressing.answer(whyNotDecide(seen), () -> RollbackByHand.discard(history, job(), seen), response);
    }

    /** Returns the id of the deployment that holds what whoever presses a button saw; a script need not say so. */
    private static String seen(StaplerRequest2 request) {
        String deployment = request.getParameter("deployment");
        return deployment == null ? "" : deployment.strip();
    }

    private String whyNotDecide(String seen) {
        String why = getWhyNotDecide();
        return !why.isEmpty() || seen.isEmpty() || seen.equals(now.getHeldDeployment())
                ? why
                : Messages.Application_HeldNoMore();
    }

    /** Has the hosts asked how it is, in the background. */
    @RequirePOST
    public void doRefresh(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        Right.check(job());
        Pressing.answer(
                getWhyNotRefresh(),
                () -> {
                    Refresh.begin(history, job());
                    return history;
                },
                response);
    }

    /** Returns how it was when its hosts were asked last, or null. */
    @Exported
    public SeenView getSeen() {
        return now.asked()
                .map(seen -> new SeenView(seen, Reader.when(), now.seen().isPresent()))
                .orElse(null);
    }

    /** Returns the releases that were deployed, do not serve and may lie on the hosts still, by their last deployments, the newest first. */
    @Exported
    public List<Choice> getReleases() {
        return Choice.of(visible, now.getLiveRelease(), now.asked(), Reader.when());
    }

    /** Returns how many deployments there are. */
    public int getCount() {
        return visible.size();
    }

    /** Returns what the deployments that are shown hold. */
    public String getFilter() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        String filter = request == null ? null : request.getParameter("filter");
        return filter == null ? "" : filter.strip();
    }

    /** Returns how many of them are shown, in a sentence. */
    public String getShown() {
        return getFilter().isEmpty()
                ? Messages.Application_Deployments(getCount())
                : Messages.Application_Filtered(getDeployments().size(), getCount());
    }

    /** Returns the picture of the slots. */
    public String getSlots() {
        if (now.seen().isPresent()) {
            return SlotsPicture.of(getSeen().hosts(this::port));
        }
        return SlotsPicture.of(visible.get(0).subject().hosts().stream()
                .map(host -> new SlotsPicture.Host(host, box(Slot.BLUE), box(Slot.GREEN)))
                .toList());
    }

    private Box box(Slot slot) {
        LiveNow live = now.live();
        if (live.known() && slot == live.slot()) {
            return new Box(SlotsPicture.State.LIVE, live.port(), live.release());
        }
        Summary first = visible.get(0);
        if (first.ending().state() == State.RUNNING && slot == first.subject().to()) {
            return new Box(
                    SlotsPicture.State.STARTING, port(slot), first.subject().release());
        }
        if (first.equals(live.by()) && !now.getOtherRelease().isEmpty()) {
            return new Box(SlotsPicture.State.LEAVING, port(slot), now.getOtherRelease());
        }
        if (!now.getHeldRelease().isEmpty()) {
            return now.getHeldUntil() == null
                    ? new Box(SlotsPicture.State.UNKNOWN, port(slot), "")
                    : new Box(SlotsPicture.State.STANDBY, port(slot), now.getHeldRelease());
        }
        if (!now.getStandbyRelease().isEmpty()) {
            return new Box(SlotsPicture.State.STANDBY, port(slot), now.getStandbyRelease());
        }
        boolean unknown = live.unknownSince() != null;
        return new Box(unknown ? SlotsPicture.State.UNKNOWN : SlotsPicture.State.EMPTY, port(slot), "");
    }

    /** Returns the port of a slot, by the newest deployment that tells it, or 0. */
    private int port(Slot slot) {
        return visible.stream()
                .map(summary -> port(slot, summary.subject().slots()))
                .filter(port -> port > 0)
                .findFirst()
                .orElse(0);
    }

    private static int port(Slot slot, SlotChange change) {
        if (slot == change.live()) {
            return change.livePort();
        }
        return slot == change.previous() ? change.previousPort() : 0;
    }

    /** Returns by what it is known what the slots are. */
    public String getSlotsAsOf() {
        if (now.seen().isPresent()) {
            return getSeen().getAsOf();
        }
        return now.getLast() == null
                ? ""
                : Messages.Application_AsOf(now.getLast().getWhen());
    }

    /** Returns the picture of the last deployments. */
    public String getChart() {
        return HistoryChart.of(visible);
    }

    /** Returns the page of a deployment, or null where the reader may see none of that id. */
    public DeploymentPage getDynamic(String id) {
        return Deployments.get()
                .visible(history, id)
                .map(record -> new DeploymentPage(history, record, row(record.summary())))
                .orElse(null);
    }

    @Override
    public Object getStaplerFallback() {
        return beside;
    }

    /** Returns the data of this page. */
    public Api getApi() {
        return new Api(this);
    }

    /** Answers whether what the page shows has changed. */
    @GET
    @WebMethod(name = "_live")
    public void doLive(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        Live.answer(
                this,
                List.of(now, getDeployments(), getWhyNotRollBack(), getWhyNotRefresh(), now.asked())
                        .toString(),
                request,
                response);
    }
}
