package io.jenkins.plugins.bluegreen.jenkins.page.view;

import io.jenkins.plugins.bluegreen.jenkins.byhand.Refresh;
import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen;
import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.text.LiveNow;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Steps;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Waiting;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Where;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import io.jenkins.plugins.bluegreen.record.store.HistoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An application, as the list of all shows it, and as scripts read it: what serves, by the deployments that the reader may see. */
@ExportedBean(defaultVisibility = 2)
public final class ApplicationRow {

    private static final Subject NOBODY = new Subject("", "", "", List.of(), null, new SlotChange(null, 0, null, 0));

    private final String history;
    private final String where;
    private final Subject subject;
    private final LiveNow live;
    private final DeploymentRow by;
    private final Waiting waiting;
    private final DeploymentRow last;
    private final DeploymentRow running;
    private final String step;
    private final Optional<Seen> asked;
    private final Optional<Seen> seen;

    private ApplicationRow(
            String history, List<String> namesakes, LiveNow live, LiveNow.History of, Optional<Seen> asked) {
        Summary last = of.newest(ApplicationRow::ended).orElse(null);
        Summary running = of.newest(any -> true).filter(each -> !ended(each)).orElse(null);
        this.history = history;
        // One that was refused may not have known its hosts.
        this.subject = of.newest(each -> !each.subject().hosts().isEmpty())
                .map(Summary::subject)
                .orElse(NOBODY);
        this.where = Where.of(subject, others(history, namesakes));
        this.live = live;
        this.asked = asked;
        this.seen = running == null ? asked.filter(each -> isSince(each, last)) : Optional.empty();
        this.by = row(live.by());
        this.waiting = running == null ? waiting(history, of) : null;
        this.last = row(last);
        this.running = row(running);
        this.step = running == null
                ? ""
                : Deployments.get()
                        .visible(history, running.id())
                        .map(DeploymentRecord::steps)
                        .map(Steps::now)
                        .orElse("");
    }

    /** What was refused since, or is undone, left it as it was. */
    private static Waiting waiting(String history, LiveNow.History of) {
        Deployments deployments = Deployments.get();
        Optional<String> open = deployments.neverSettled(history).map(Summary::id);
        Summary left = of.newest(each -> open.map(each.id()::equals).orElseGet(() -> !Deployments.changedNothing(each)))
                .orElse(null);
        if (left == null) {
            return null;
        }
        Due due = deployments.due(history, left).orElse(null);
        return new Waiting(
                left,
                due,
                due == null || due.last() == null ? "" : why(history, due.last()),
                due != null && deployments.wasDecided(history, due));
    }

    private static String why(String history, Due.Try last) {
        return last.by().isEmpty()
                ? last.why()
                : Deployments.get()
                        .store()
                        .read(history, last.by())
                        .map(record -> record.ending().sentence())
                        .orElse("");
    }

    private static List<Subject> others(String history, List<String> namesakes) {
        return namesakes.stream()
                .filter(other -> !other.equals(history))
                .map(other -> Deployments.get().store().newest(other, any -> true))
                .flatMap(Optional::stream)
                .map(Summary::subject)
                .toList();
    }

    /** A deployment may have left something else than was seen before. */
    private static boolean isSince(Seen seen, Summary last) {
        return !seen.tree().isEmpty() && (last == null || !seen.at().isBefore(end(last)));
    }

    private static Instant end(Summary summary) {
        return summary.ending().startedAt().plus(summary.ending().took());
    }

    private DeploymentRow row(Summary summary) {
        return summary == null ? null : new DeploymentRow(summary, serves(summary));
    }

    /** Tells whether users are served by what a deployment left, as far as is known. */
    boolean serves(Summary summary) {
        return live.known()
                && live.by() != null
                && live.by().id().equals(summary.id())
                && getDoubt().isEmpty();
    }

    /** Looks at an application by what the current user may see; reads no more than it must. */
    static ApplicationRow of(String history) {
        return of(history, namesakes(history));
    }

    private static List<String> namesakes(String history) {
        return Deployments.get().namesakes(HistoryName.application(history)).toList();
    }

    /**
     * Does the same.
     *
     * @param namesakes the names of the histories of the same application
     */
    static ApplicationRow of(String history, List<String> namesakes) {
        Deployments deployments = Deployments.get();
        // Those that are under way are the first ones. What holds of the first one need not be looked for.
        Optional<Summary> first = deployments.newestVisible(history, any -> true);
        return of(
                history,
                namesakes,
                which -> first.filter(which).or(() -> first.flatMap(any -> deployments.newestVisible(history, which))));
    }

    /** Looks at an application by a list of its deployments, of which the newest is the first. */
    static ApplicationRow ofAll(String history, List<Summary> visible) {
        return of(history, namesakes(history), LiveNow.History.of(visible));
    }

    private static ApplicationRow of(String history, List<String> namesakes, LiveNow.History of) {
        LiveNow live = LiveNow.in(of).unlessLater(Deployments.get().store().newest(history, LiveNow::decides));
        return new ApplicationRow(
                history, namesakes, live, of, hasNewest(history, of) ? Refresh.seen(history) : Optional.empty());
    }

    /** What the hosts say of what another job deployed later is not for a reader who may not see that. */
    private static boolean hasNewest(String history, LiveNow.History of) {
        return Deployments.get()
                .store()
                .newest(history, any -> true)
                .map(Summary::id)
                .equals(of.newest(any -> true).map(Summary::id));
    }

    private static boolean ended(Summary summary) {
        return summary.ending().state() != State.RUNNING;
    }

    /** Returns what serves. */
    LiveNow live() {
        return live;
    }

    /** Returns what its hosts said when they were asked, if they were. */
    Optional<Seen> asked() {
        return asked;
    }

    /** Returns the same if that was after its last deployment. */
    Optional<Seen> seen() {
        return seen;
    }

    /** Returns the application's name. */
    @Exported
    public String getName() {
        return HistoryName.application(history);
    }

    /** Returns the name of its history, at which its page is: that of the application, with a host behind it where that is elsewhere too. */
    @Exported
    public String getHistory() {
        return history;
    }

    /** Returns the hosts of the newest deployment that knew them. */
    @Exported
    public List<String> getHosts() {
        return subject.hosts();
    }

    /** Returns where it is, if one of the same name is elsewhere too; otherwise an empty text. */
    public String getWhere() {
        return where;
    }

    /** Returns its name, and where it is if that is needed to tell it from another one. */
    public String getTitle() {
        return where.isEmpty() ? getName() : getName() + " (" + where + ")";
    }

    /** Returns the slot that serves, or an empty text where none does, or that is not known. */
    @Exported
    public String getLiveSlot() {
        return DeploymentRow.label(live.slot());
    }

    /** Returns the port of that slot, or 0. */
    @Exported
    public int getLivePort() {
        return live.port();
    }

    /** Returns the release that serves, or an empty text. */
    @Exported
    public String getLiveRelease() {
        return live.release();
    }

    /** Returns since when it serves, in UTC, or null where that is not known. */
    @Exported
    public String getLiveSince() {
        return since() == null ? null : since().toString();
    }

    /** Returns since when it is not known what serves, in UTC, or null where it is. */
    @Exported
    public String getUnknownSince() {
        return live.unknownSince() == null ? null : live.unknownSince().toString();
    }

    private Instant since() {
        return live.by() == null || !ended(live.by()) ? null : end(live.by());
    }

    /** Returns the deployment that made it serve, or null. */
    @Exported
    public DeploymentRow getBy() {
        return by;
    }

    /** Returns the deployment that ended last, however it did, or null. */
    @Exported
    public DeploymentRow getLast() {
        return last;
    }

    /** Returns the deployment that is under way, or null. */
    @Exported
    public DeploymentRow getRunning() {
        return running;
    }

    /** Returns what the deployment that is under way does, or an empty text. */
    @Exported
    public String getStep() {
        return step;
    }

    /** Returns since when it serves, for the reader, or an empty text. */
    public String getSince() {
        return since() == null ? "" : Reader.when().shown(since());
    }

    /** Returns that nobody knows what serves, and since when, or an empty text. */
    public String getUnknown() {
        return live.unknownSince() == null
                ? ""
                : Messages.Application_UnknownSince(Reader.when().shown(live.unknownSince()));
    }

    /** Returns that not all hosts said so when they were asked after the last deployment, or an empty text. */
    @Exported
    public String getDoubt() {
        return seen.filter(each -> live.known() && each.contradicts(live.release()))
                .map(each -> Messages.Application_Doubt(
                        live.release(), getLiveSlot(), Reader.when().shown(each.at())))
                .orElse("");
    }

    /** Returns in a sentence what serves. */
    public String getHeadline() {
        if (!getUnknown().isEmpty()) {
            return getUnknown();
        }
        if (!getDoubt().isEmpty()) {
            return getDoubt();
        }
        if (!live.known()) {
            return Messages.Application_Nothing();
        }
        return getSince().isEmpty()
                ? Messages.Application_Live(live.release(), getLiveSlot())
                : Messages.Application_LiveSince(live.release(), getLiveSlot(), getSince());
    }

    /** The deployment that left a standby, as long as that is one and no later deployment has ended it. */
    Optional<Subject> standby() {
        return Optional.ofNullable(live.by())
                .filter(made -> running == null && made.id().equals(live.last()))
                .map(Summary::subject)
                .filter(left -> isAhead(left.slots().standbyUntil()));
    }

    /** The deployment of the release that is held, as long as its time is not over and nothing has come after it. */
    Optional<Summary> held() {
        return Optional.ofNullable(waiting)
                .filter(each -> each.left().ending().state() == State.HELD && each.isHeld(now()))
                .map(Waiting::left);
    }

    /**
     * The same after its time as well, if it is not known what became of it: its hosts do not discard it where nothing else serves, and
     * where they do, Jenkins does not hear of that.
     */
    private Optional<Summary> undecided() {
        return held().or(() -> Optional.ofNullable(waiting)
                .map(Waiting::left)
                .filter(left -> left.ending().state() == State.HELD
                        && left.subject().slots().standbyUntil() != null)
                .filter(left -> Deployments.get().left(history).map(Summary::id).equals(Optional.of(left.id()))));
    }

    private static boolean isAhead(Instant until) {
        return until != null && until.isAfter(now());
    }

    private static Instant now() {
        return Cancellation.steady().instant();
    }

    /** Returns until when a release is held, in UTC, or null where none is. */
    @Exported
    public String getHeldUntil() {
        return held().map(summary -> summary.subject().slots().standbyUntil().toString())
                .orElse(null);
    }

    /** Returns what becomes of it then where nobody decides: {@code promote} or {@code discard}; null where none is held. */
    @Exported
    public String getHoldEnds() {
        return held().map(summary -> waiting.due() == null || waiting.decided() ? Hold.Ends.DISCARD : Hold.Ends.PROMOTE)
                .map(Hold.Ends::label)
                .orElse(null);
    }

    /** Returns both in a sentence, also where it may be there still after that; or an empty text. */
    public String getHeld() {
        return undecided().map(summary -> waiting.held(Reader.when(), now())).orElse("");
    }

    /** Returns when Jenkins takes back what a canary left, in a sentence, or an empty text. */
    public String getExpires() {
        return Optional.ofNullable(waiting)
                .filter(each -> each.due() != null && each.due().what() == Due.What.SETTLE)
                .map(each -> each.canary(Reader.when(), now()))
                .orElse("");
    }

    /** Returns the same in a few words, or an empty text. */
    public String getHeldShort() {
        return held().map(summary -> Messages.Application_HeldUntil(
                        Reader.when().shown(summary.subject().slots().standbyUntil())))
                .or(() -> undecided().map(over -> Messages.Application_HeldMaybe()))
                .orElse("");
    }

    /** Returns the id of the deployment of the release that is held, or may be there still after its time; null where none is. */
    @Exported
    public String getHeldDeployment() {
        return undecided().map(Summary::id).orElse(null);
    }

    /** Returns that release, or an empty text. */
    public String getHeldRelease() {
        return undecided().map(summary -> summary.subject().release()).orElse("");
    }

    /** Returns until when the release before stays as a standby, in UTC, or null where it does not. */
    @Exported
    public String getStandbyUntil() {
        return standby().map(left -> left.slots().standbyUntil().toString()).orElse(null);
    }

    /** Returns the same in a sentence, or an empty text. */
    public String getStandby() {
        return standby()
                .map(left -> Messages.Application_Standby(
                        left.previous(),
                        DeploymentRow.label(left.slots().previous()),
                        Reader.when().shown(left.slots().standbyUntil())))
                .orElse("");
    }

    /** Returns the same in a few words, or an empty text. */
    public String getStandbyShort() {
        return standby()
                .map(left -> Messages.Application_StandbyUntil(
                        Reader.when().shown(left.slots().standbyUntil())))
                .orElse("");
    }

    /** Returns the release that is one, or an empty text. */
    public String getStandbyRelease() {
        return standby().map(Subject::previous).orElse("");
    }

    /** Returns the release that runs in the other slot while a deployment is under way, or an empty text. */
    @Exported
    public String getOtherRelease() {
        if (running == null || running.getSlot().isEmpty()) {
            return "";
        }
        return running.getSlot().equals(getLiveSlot()) ? running.getPrevious() : running.getRelease();
    }

    /** Returns the slot that does not serve, or an empty text. */
    @Exported
    public String getOtherSlot() {
        return live.known() ? live.slot().other().label() : "";
    }

    /** Returns all that a page shows of it, to be compared. */
    @Override
    public String toString() {
        return String.join(
                " ",
                getTitle(),
                String.valueOf(live),
                String.valueOf(last),
                String.valueOf(running),
                step,
                getDoubt(),
                getStandby(),
                getHeld(),
                getExpires());
    }
}
