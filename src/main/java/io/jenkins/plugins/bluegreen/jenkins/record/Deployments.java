package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord.Beside;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import io.jenkins.plugins.bluegreen.record.store.RecordStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * The deployments of this Jenkins: those that are under way, and the records of those that were. Nothing is read before somebody asks.
 * That a record cannot be written is said in the log, and hurts no deployment.
 */
@Extension
public final class Deployments {

    private static final Logger LOG = Logger.getLogger(Deployments.class.getName());

    private static final String FOLDER = "blue-green";

    /** Whether one that was settled was gone through with or taken back, so what serves, the one tells in its end that settled it. */
    private static final SlotChange UNKNOWN = new SlotChange(null, 0, null, 0);

    private final RecordStore store;
    private final Listeners listeners;
    private final Supplier<Predicate<Origin>> visibility;
    private final Executor executor;
    private final Map<String, RunningRecord> running = new ConcurrentHashMap<>();

    /** Made by Jenkins, once. */
    public Deployments() {
        this(
                new RecordStore(
                        Jenkins.get().getRootDir().toPath().resolve(FOLDER),
                        () -> BlueGreenConfiguration.get().getKeepRecords()),
                new Listeners(DeploymentListener::all, Computer.threadPoolForRemoting),
                Visibility::ofTheUser,
                Computer.threadPoolForRemoting);
    }

    /**
     * Reads nothing yet.
     *
     * @param visibility makes what tells whether the current user may see what a deployment did
     * @param executor writes what is told of a deployment while it is under way
     */
    Deployments(RecordStore store, Listeners listeners, Supplier<Predicate<Origin>> visibility, Executor executor) {
        this.store = store;
        this.listeners = listeners;
        this.visibility = visibility;
        this.executor = executor;
    }

    /** Returns those of this Jenkins. */
    public static Deployments get() {
        return ExtensionList.lookupSingleton(Deployments.class);
    }

    /** Returns the records. One of a deployment that is under way says there how far it had come when it was last written. */
    public RecordStore store() {
        return store;
    }

    /** Returns the names of the histories, sorted, of which the current user may see a deployment; see {@link RecordStore#histories}. */
    public List<String> visibleHistories() {
        return seen().sorted().toList();
    }

    /** Tells whether there is any, without looking at all of them; for what each page of Jenkins asks. */
    public boolean anyVisible() {
        return seen().findAny().isPresent();
    }

    private Stream<String> seen() {
        Predicate<Origin> may = visibility.get();
        Stream<String> begun = running.values().stream()
                .filter(record -> may.test(record.origin()))
                .map(RunningRecord::history);
        Stream<String> kept = store.histories().stream()
                .filter(history -> store.jobs(history).stream().map(Origin::of).anyMatch(may));
        return Stream.concat(begun, kept).distinct();
    }

    /** Returns the name of the history that a deployment of an application is in; nothing where it is not kept any more. */
    public Optional<String> historyOf(String application, String id) {
        RunningRecord now = running.get(id);
        return now != null
                ? Optional.of(now.history())
                : namesakes(application)
                        .filter(history -> store.newest(
                                        history, summary -> summary.id().equals(id))
                                .isPresent())
                        .findFirst();
    }

    /** Returns the names of the histories of an application. */
    public Stream<String> namesakes(String application) {
        return store.histories(application).stream();
    }

    /** Returns what lists show of a history's deployments that the current user may see: those under way, then the newest. */
    public List<Summary> visible(String history) {
        Predicate<Origin> may = visibility.get();
        Map<String, Summary> first = new LinkedHashMap<>();
        underWay(history).forEach(summary -> first.put(summary.id(), summary));
        store.history(history).forEach(summary -> first.putIfAbsent(summary.id(), summary));
        return first.values().stream()
                .filter(summary -> may.test(summary.origin()))
                .toList();
    }

    /**
     * Returns the first of {@link #visible(String)} of which something holds, without reading all of them.
     *
     * @param which such as that it serves
     */
    public Optional<Summary> newestVisible(String history, Predicate<Summary> which) {
        return first(history, visibility.get(), which);
    }

    private Optional<Summary> first(String history, Predicate<Origin> may, Predicate<Summary> which) {
        Predicate<Summary> wanted = summary -> may.test(summary.origin()) && which.test(summary);
        return underWay(history)
                .filter(wanted)
                .findFirst()
                .or(() -> store.newest(history, summary -> !running.containsKey(summary.id()) && wanted.test(summary)));
    }

    /** Returns a record, of a deployment that is under way as far as it is known now, if the current user may see it. */
    public Optional<DeploymentRecord> visible(String history, String id) {
        return Optional.ofNullable(running.get(id))
                .filter(record -> record.history().equals(history))
                .map(RunningRecord::now)
                .or(() -> store.read(history, id))
                .filter(record -> visibility.get().test(record.origin()));
    }

    private Stream<Summary> underWay(String history) {
        return running.values().stream()
                .filter(each -> each.history().equals(history))
                .map(each -> each.now().summary())
                .sorted(Summary.NEWEST_FIRST);
    }

    /** Returns what does one thing after the other, so that nobody who tells something of a deployment waits for it. */
    InOrder later() {
        return new InOrder(executor);
    }

    /** Takes one that begins. */
    void begin(RunningRecord record) {
        running.put(record.id(), record);
        keep(record);
        tell(DeploymentListener::started, record.now());
    }

    /** Takes one up that was cut off; returns nothing where it left no record. */
    Optional<RunningRecord> cutOff(String id, InstantSource clock) {
        return store.histories().stream()
                .flatMap(history ->
                        store.read(history, id).map(left -> new RunningRecord(history, left, clock)).stream())
                .findFirst();
    }

    /** Takes one that goes on. */
    void goOn(RunningRecord record) {
        running.put(record.id(), record);
        keep(record);
    }

    /** Keeps how far one has come, in case that this process ends. */
    void keep(RunningRecord record) {
        synchronized (record.writing()) {
            if (running.get(record.id()) == record) {
                write(record.history(), record.now());
            }
        }
    }

    /** Keeps what one was given. */
    void keep(RunningRecord record, String given) {
        try {
            store.write(record.history(), record.id(), Beside.GIVEN, given);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "What the deployment " + record.id() + " was given cannot be kept.");
        }
    }

    /** Keeps what is done with what a deployment leaves, where nobody deals with that. */
    public void keep(String history, String id, Due due) {
        try {
            store.write(history, id, Beside.DUE, due.text());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "What is due of the deployment " + id + " cannot be kept.");
        }
    }

    /** Returns what is done with what a deployment left, where nobody deals with that, and it is there yet. */
    public Optional<Due> due(String history, Summary left) {
        if (!unsettled(left)) {
            return Optional.empty(); // most are, and no list is to look for a file of each
        }
        try {
            return Due.of(Files.readString(store.beside(history, left.id(), Beside.DUE)))
                    .filter(due -> due.isFor(left.ending().state()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "What is due of the deployment " + left.id() + " cannot be read.");
            return Optional.empty();
        }
    }

    /** Returns the deployment of a history that left what others have not dealt with; nothing while one is under way. */
    public Optional<Summary> left(String history) {
        return first(history, any -> true, summary -> !changedNothing(summary)).filter(Deployments::unsettled);
    }

    /**
     * Returns the same, but passes over those that came to no end and left nothing that is due: one that was to settle what an earlier one
     * had left, and could not, has that one's to do still.
     */
    public Optional<Summary> neverSettled(String history) {
        return first(
                        history,
                        any -> true,
                        summary -> !changedNothing(summary)
                                && !(isOpen(summary) && due(history, summary).isEmpty()))
                .filter(Deployments::isOpen);
    }

    private static boolean isOpen(Summary summary) {
        Ending.State state = summary.ending().state();
        return state == Ending.State.CUT_OFF || state == Ending.State.STUCK;
    }

    /** Tells whether somebody has decided that nothing is done by itself any more: who stopped the last try, or tried to discard it. */
    public boolean wasDecided(String history, Due due) {
        return due.last() != null
                && store.newest(
                                history,
                                summary -> summary.id().equals(due.last().by()))
                        .filter(summary -> summary.ending().state() == Ending.State.ABORTED
                                || summary.origin().kind() != Origin.Kind.BY_TIME)
                        .isPresent();
    }

    /**
     * Notes that somebody has decided on what is held. A try that is under way just then does not count: it is that which is decided on.
     *
     * @param by the id of the deployment that is to discard it
     * @param at when
     * @param on tells of what is held whether it is that
     */
    void decided(String history, String by, Instant at, Predicate<Summary> on) {
        store.newest(history, summary -> !running.containsKey(summary.id()) && !changedNothing(summary))
                .filter(summary -> summary.ending().state() == Ending.State.HELD && on.test(summary))
                .ifPresent(held -> due(history, held)
                        .ifPresent(due -> keep(history, held.id(), due.tried(new Due.Try(at, by, "")))));
    }

    /** Tells whether whatever an earlier one had left is there still. */
    public static boolean changedNothing(Summary summary) {
        Ending.State state = summary.ending().state();
        return state == Ending.State.UNDONE || state == Ending.State.ABORTED;
    }

    /** What was given is kept of the last one of a job whose release serves, and of no earlier or other one; and of what is left to be dealt with. */
    private void clear(String history, DeploymentRecord ended) {
        Ending.State state = ended.ending().state();
        boolean serves = state == Ending.State.DEPLOYED;
        boolean left = due(history, ended.summary()).isPresent();
        try {
            if (!left) {
                Files.deleteIfExists(store.beside(history, ended.id(), Beside.DUE));
            }
            if (!serves && !left && state != Ending.State.HELD) {
                Files.deleteIfExists(store.beside(history, ended.id(), Beside.GIVEN));
            } else if (serves && Files.exists(store.beside(history, ended.id(), Beside.GIVEN))) {
                for (Summary other : store.history(history)) {
                    if (other.origin().job().equals(ended.origin().job())
                            && !other.id().equals(ended.id())
                            && !running.containsKey(other.id())) {
                        Files.deleteIfExists(store.beside(history, other.id(), Beside.GIVEN));
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "What was given before " + ended.id() + " cannot be removed.");
        }
    }

    /** Returns the newest deployment of a history by a job that ended well, or is held, and of which it is kept what it was given. */
    public Optional<Summary> given(String history, String job) {
        return store.newest(
                history,
                summary -> summary.origin().job().equals(job)
                        && (summary.ending().state() == Ending.State.DEPLOYED
                                || summary.ending().state() == Ending.State.HELD)
                        && Files.exists(store.beside(history, summary.id(), Beside.GIVEN)));
    }

    /** Hears that one sends users to its release. */
    void switched(DeploymentRecord record) {
        tell(DeploymentListener::switched, record);
    }

    /** Keeps one that has ended. */
    void end(RunningRecord was, DeploymentRecord record) {
        synchronized (was.writing()) { // nothing that is told late is written over it
            try {
                write(was.history(), record);
                clear(was.history(), record);
            } finally { // not before, or it would be read as cut off
                running.remove(record.id());
            }
        }
        switch (record.ending().state()) {
            case DEPLOYED ->
                tell(
                        record.origin().kind().back() ? DeploymentListener::rolledBack : DeploymentListener::deployed,
                        record);
            case UNDONE, ABORTED -> {
                tell(DeploymentListener::failed, record);
                tell(DeploymentListener::undone, record);
            }
            case STUCK -> {
                tell(DeploymentListener::failed, record);
                tell(DeploymentListener::stuck, record);
            }
            default -> {
                // nobody knows how it ended
            }
        }
    }

    /** Forgets one of which it could not be said how it ended. */
    void forget(RunningRecord record) {
        running.remove(record.id(), record);
        store.leave(record.history(), record.id());
    }

    /** Leaves one as it is, since this process ends. */
    void leave(RunningRecord record) {
        synchronized (record.writing()) {
            keep(record);
            running.remove(record.id());
        }
        store.leave(record.history(), record.id());
    }

    /**
     * Hears that what another one left is settled.
     *
     * @param id that other one
     * @param by the one that settled it
     */
    void settled(String id, String how, RunningRecord by) {
        if (running.containsKey(id)) {
            return;
        }
        // They were on the same host, so mostly in the same history.
        Stream.concat(Stream.of(by.history()), namesakes(by.now().subject().application()))
                .distinct()
                .forEach(history -> settled(history, id, how, by.id()));
    }

    private void settled(String history, String id, String how, String by) {
        store.read(history, id).filter(left -> unsettled(left.summary())).ifPresent(left -> {
            Ending was = left.ending();
            String sentence = "The deployment " + by + " settled it: " + how + " Before that: " + was.sentence();
            DeploymentRecord settled = new DeploymentRecord(
                    id,
                    left.subject().with(UNKNOWN),
                    left.origin(),
                    was.with(Ending.State.SETTLED, sentence),
                    left.steps(),
                    left.availability());
            write(history, settled);
            clear(history, settled);
        });
    }

    /**
     * Has the records of a job tell its new name.
     *
     * @param to an empty text where there is no such job any more; then only who administers Jenkins sees them
     * @param url the path of the job below the root of Jenkins, or an empty text
     */
    void moved(String from, String to, String url) {
        for (RunningRecord record : running.values()) {
            if (record.moved(from, to, url)) {
                keep(record);
            }
        }
        for (String history : store.histories()) {
            for (Summary summary : store.history(history)) {
                if (summary.origin().job().equals(from) && !running.containsKey(summary.id())) {
                    store.read(history, summary.id()).ifPresent(record -> write(history, moved(record, to, url)));
                }
            }
        }
    }

    private static DeploymentRecord moved(DeploymentRecord record, String job, String url) {
        return new DeploymentRecord(
                record.id(),
                record.subject(),
                record.origin().moved(job, url),
                record.ending(),
                record.steps(),
                record.availability());
    }

    private static boolean unsettled(Summary summary) {
        return isOpen(summary) || summary.ending().state() == Ending.State.HELD;
    }

    private void tell(BiConsumer<DeploymentListener, DeploymentRecord> what, DeploymentRecord record) {
        listeners.tell(what, record);
    }

    private void write(String history, DeploymentRecord record) {
        try {
            store.write(history, record);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "The record of the deployment " + record.id() + " cannot be written.");
        }
    }
}
