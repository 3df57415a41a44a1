package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord.Beside;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.RecordStore;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    private final RecordStore store;
    private final Listeners listeners;
    private final Supplier<Predicate<Origin>> visibility;
    private final Map<String, RunningRecord> running = new ConcurrentHashMap<>();

    /** Made by Jenkins, once. */
    public Deployments() {
        this(
                new RecordStore(
                        Jenkins.get().getRootDir().toPath().resolve(FOLDER),
                        () -> BlueGreenConfiguration.get().getKeepRecords()),
                new Listeners(DeploymentListener::all, Computer.threadPoolForRemoting),
                Visibility::ofTheUser);
    }

    /**
     * Reads nothing yet.
     *
     * @param visibility makes what tells whether the current user may see what a deployment did
     */
    Deployments(RecordStore store, Listeners listeners, Supplier<Predicate<Origin>> visibility) {
        this.store = store;
        this.listeners = listeners;
        this.visibility = visibility;
    }

    /** Returns those of this Jenkins. */
    public static Deployments get() {
        return ExtensionList.lookupSingleton(Deployments.class);
    }

    /** Returns the records. One of a deployment that is under way says there how far it had come when it was last written. */
    public RecordStore store() {
        return store;
    }

    /** Returns the names of the applications, sorted, of which the current user may see a deployment. */
    public List<String> visibleApplications() {
        return seen().sorted().toList();
    }

    /** Tells whether there is any, without looking at all of them; for what each page of Jenkins asks. */
    public boolean anyVisible() {
        return seen().findAny().isPresent();
    }

    private Stream<String> seen() {
        Predicate<Origin> may = visibility.get();
        Stream<String> begun =
                running.values().stream().map(each -> each.now().subject().application());
        return Stream.concat(begun, store.applications().stream())
                .distinct()
                .filter(application -> first(application, may, any -> true).isPresent());
    }

    /** Returns what lists show of an application's deployments that the current user may see: those under way, then the newest. */
    public List<Summary> visible(String application) {
        Predicate<Origin> may = visibility.get();
        Map<String, Summary> first = new LinkedHashMap<>();
        underWay(application).forEach(summary -> first.put(summary.id(), summary));
        store.history(application).forEach(summary -> first.putIfAbsent(summary.id(), summary));
        return first.values().stream()
                .filter(summary -> may.test(summary.origin()))
                .toList();
    }

    /**
     * Returns the first of {@link #visible(String)} of which something holds, without reading all of them.
     *
     * @param which such as that it serves
     */
    public Optional<Summary> newestVisible(String application, Predicate<Summary> which) {
        return first(application, visibility.get(), which);
    }

    private Optional<Summary> first(String application, Predicate<Origin> may, Predicate<Summary> which) {
        Predicate<Summary> wanted = summary -> may.test(summary.origin()) && which.test(summary);
        return underWay(application)
                .filter(wanted)
                .findFirst()
                .or(() -> store.newest(
                        application, summary -> !running.containsKey(summary.id()) && wanted.test(summary)));
    }

    /** Returns a record, of a deployment that is under way as far as it is known now, if the current user may see it. */
    public Optional<DeploymentRecord> visible(String application, String id) {
        return Optional.ofNullable(running.get(id))
                .map(RunningRecord::now)
                .filter(record -> record.subject().application().equals(application))
                .or(() -> store.read(application, id))
                .filter(record -> visibility.get().test(record.origin()));
    }

    private Stream<Summary> underWay(String application) {
        return running.values().stream()
                .map(each -> each.now().summary())
                .filter(summary -> summary.subject().application().equals(application))
                .sorted(Comparator.comparing(
                                (Summary summary) -> summary.ending().startedAt())
                        .reversed());
    }

    /** Takes one that begins. */
    void begin(RunningRecord record) {
        running.put(record.id(), record);
        keep(record);
        tell(DeploymentListener::started, record.now());
    }

    /** Takes one up that was cut off; returns it as it was, or nothing where it left no record. */
    Optional<DeploymentRecord> cutOff(String id) {
        return store.applications().stream()
                .map(application -> store.read(application, id))
                .flatMap(Optional::stream)
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
                write(record.now());
            }
        }
    }

    /** Keeps what one was given, and nothing any more of what earlier ones of the same job were given. */
    void keep(RunningRecord record, String given) {
        DeploymentRecord now = record.now();
        String application = now.subject().application();
        try {
            store.write(application, now.id(), Beside.GIVEN, given);
            for (Summary other : store.history(application)) {
                if (other.origin().job().equals(now.origin().job())
                        && !other.id().equals(now.id())) {
                    Files.deleteIfExists(store.beside(application, other.id(), Beside.GIVEN));
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "What the deployment " + record.id() + " was given cannot be kept.");
        }
    }

    /** Returns the newest deployment of an application by a job of which it is kept what it was given. */
    public Optional<Summary> given(String application, String job) {
        return store.newest(
                application,
                summary -> summary.origin().job().equals(job)
                        && Files.exists(store.beside(application, summary.id(), Beside.GIVEN)));
    }

    /** Hears that one sends users to its release. */
    void switched(RunningRecord record) {
        tell(DeploymentListener::switched, record.now());
    }

    /** Keeps one that has ended. */
    void end(RunningRecord was, DeploymentRecord record) {
        synchronized (was.writing()) { // nothing that is told late is written over it
            try {
                write(record);
            } finally { // not before, or it would be read as cut off
                running.remove(record.id());
            }
        }
        switch (record.ending().state()) {
            case DEPLOYED ->
                tell(
                        record.origin().kind() == Origin.Kind.DEPLOYMENT
                                ? DeploymentListener::deployed
                                : DeploymentListener::rolledBack,
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
        store.leave(record.now().subject().application(), record.id());
    }

    /** Leaves one as it is, since this process ends. */
    void leave(RunningRecord record) {
        synchronized (record.writing()) {
            keep(record);
            running.remove(record.id());
        }
        store.leave(record.now().subject().application(), record.id());
    }

    /**
     * Hears that what another one left is settled.
     *
     * @param id that other one
     * @param by the one that settled it
     */
    void settled(String application, String id, String how, String by) {
        if (running.containsKey(id)) {
            return;
        }
        store.read(application, id).filter(Deployments::unsettled).ifPresent(left -> {
            Ending was = left.ending();
            String sentence = "The deployment " + by + " settled it: " + how + " Before that: " + was.sentence();
            write(new DeploymentRecord(
                    id,
                    unknown(left.subject()),
                    left.origin(),
                    new Ending(
                            Ending.State.SETTLED, was.startedAt(), was.took(), sentence, was.evidence(), was.proof()),
                    left.steps(),
                    left.availability()));
        });
    }

    /** Whether it was gone through with or taken back, so what serves, the one tells in its end that settled it. */
    private static Subject unknown(Subject was) {
        SlotChange unknown = new SlotChange(null, 0, null, 0);
        return new Subject(was.application(), was.release(), was.previous(), was.hosts(), was.to(), unknown);
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
        for (String application : store.applications()) {
            for (Summary summary : store.history(application)) {
                if (summary.origin().job().equals(from) && !running.containsKey(summary.id())) {
                    store.read(application, summary.id()).ifPresent(record -> write(moved(record, to, url)));
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

    private static boolean unsettled(DeploymentRecord record) {
        Ending.State state = record.ending().state();
        return state == Ending.State.CUT_OFF || state == Ending.State.STUCK;
    }

    private void tell(BiConsumer<DeploymentListener, DeploymentRecord> what, DeploymentRecord record) {
        listeners.tell(what, record);
    }

    private void write(DeploymentRecord record) {
        try {
            store.write(record);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "The record of the deployment " + record.id() + " cannot be written.");
        }
    }
}
