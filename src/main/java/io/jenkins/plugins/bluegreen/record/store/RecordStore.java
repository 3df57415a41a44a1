package io.jenkins.plugins.bluegreen.record.store;

import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.record.Bounds;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The records of all applications, in a folder for each history: the deployments of one application on the same hosts. Used by several
 * threads at once, but by one process. What is written stays when this process is killed; a record that says it is under way, but of
 * which this process does not know, is read as cut off.
 */
public final class RecordStore {

    private static final Logger LOG = Logger.getLogger(RecordStore.class.getName());

    private static final String NOT_KNOWN = "It was cut off, and how it ended is not known here.";

    private static final String SEEN = "seen";

    private final Histories histories;
    private final IntSupplier keep;
    private final Set<Key> running = ConcurrentHashMap.newKeySet();
    // Of each history the newest that ended and could not be written: what it tells is true nevertheless.
    private final Map<String, DeploymentRecord> unwritten = new ConcurrentHashMap<>();

    private record Key(String history, String id) {}

    /**
     * Reads nothing yet.
     *
     * @param directory where they are, which is made when it is needed
     * @param keep how many of each history are kept, at least 1
     */
    public RecordStore(Path directory, IntSupplier keep) {
        this.histories = new Histories(directory);
        this.keep = keep;
    }

    /** Returns the names of all histories, sorted. */
    public List<String> histories() {
        return histories.names();
    }

    /** Returns the names of the histories of an application, sorted; reads of no other one. */
    public List<String> histories(String application) {
        return histories.names(application);
    }

    /**
     * Returns the name of the history that a deployment belongs to: of those of the same application, the one that has most hosts in
     * common with it among its last 20 deployments, in the same directory; a new one, where none has any.
     *
     * @param job the full name of the job that deploys; where it is not known on which hosts, that tells
     */
    public String historyOf(Subject subject, String job) {
        return histories.of(Bounds.of(subject), job);
    }

    /**
     * Keeps a record in the history that it belongs to.
     *
     * @throws IOException if it cannot be written; what was there before is there still
     */
    public void write(DeploymentRecord record) throws IOException {
        write(historyOf(record.subject(), record.origin().job()), record);
    }

    /**
     * Keeps a record, in the place of that with the same id; a running one too, so that it is not lost with this process.
     *
     * @throws IOException if it cannot be written; what was there before is there still
     */
    public void write(String history, DeploymentRecord record) throws IOException {
        DeploymentRecord kept = Bounds.of(record);
        Key key = new Key(history, kept.id());
        boolean ends = kept.ending().state() != Ending.State.RUNNING;
        if (!ends) {
            running.add(key);
        }
        try {
            put(history, kept);
            unwritten.computeIfPresent(history, (same, old) -> old.id().equals(kept.id()) ? null : old);
            unwritten.forEach(this::tryOnceMore);
        } catch (IOException | RuntimeException e) {
            if (ends) {
                unwritten.merge(history, kept, RecordStore::newer);
            }
            throw e;
        } finally {
            if (ends) { // not before, or it would be read as cut off
                running.remove(key);
            }
        }
    }

    private static DeploymentRecord newer(DeploymentRecord one, DeploymentRecord other) {
        return Summary.NEWEST_FIRST.compare(one.summary(), other.summary()) < 0 ? one : other;
    }

    private void put(String history, DeploymentRecord record) throws IOException {
        boolean ends = record.ending().state() != Ending.State.RUNNING;
        histories
                .forWriting(history)
                .write(
                        record,
                        keep.getAsInt(),
                        id -> !(ends && id.equals(record.id())) && running.contains(new Key(history, id)));
    }

    private void tryOnceMore(String history, DeploymentRecord record) {
        try {
            put(history, record);
            unwritten.remove(history, record);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.FINE, e, () -> "The record " + record.id() + " cannot be written yet.");
        }
    }

    /** Leaves a record that says it is under way as it is: from now on it is read as cut off. */
    public void leave(String history, String id) {
        running.remove(new Key(history, id));
    }

    /** Returns the full names of the jobs whose deployments are in a history; reads of none more than one line. */
    public Set<String> jobs(String history) {
        Set<String> written = histories.shelf(history).jobs();
        DeploymentRecord more = unwritten.get(history);
        if (more == null) {
            return written;
        }
        Set<String> all = new HashSet<>(written);
        all.add(more.origin().job());
        return all;
    }

    /** Returns what lists show of a history's records, newest first. */
    public List<Summary> history(String history) {
        List<Summary> written = histories.shelf(history).all().stream()
                .map(summary -> seen(history, summary))
                .toList();
        DeploymentRecord more = unwritten.get(history);
        return more == null
                ? written
                : Stream.concat(
                                Stream.of(more.summary()),
                                written.stream().filter(summary -> !summary.id().equals(more.id())))
                        .sorted(Summary.NEWEST_FIRST)
                        .toList();
    }

    /** Returns the newest of them of which something holds; reads no more than it must. */
    public Optional<Summary> newest(String history, Predicate<Summary> which) {
        if (unwritten.containsKey(history)) {
            return history(history).stream().filter(which).findFirst();
        }
        return histories
                .shelf(history)
                .newest(summary -> which.test(seen(history, summary)))
                .map(summary -> seen(history, summary));
    }

    /** Returns a record; nothing if there is none, or it cannot be read. */
    public Optional<DeploymentRecord> read(String history, String id) {
        DeploymentRecord more = unwritten.get(history);
        if (more != null && more.id().equals(id)) {
            return Optional.of(more);
        }
        return histories
                .shelf(history)
                .read(id)
                .map(record -> cutOff(history, record.id(), record.ending()) ? cutOff(record) : record);
    }

    /** Returns where something is kept beside a record; whether it is there, is another question. */
    public Path beside(String history, String id, DeploymentRecord.Beside what) {
        return histories.folder(history).resolve(RecordFiles.name(id, what));
    }

    /**
     * Keeps something beside a record that is there.
     *
     * @throws IOException if it cannot be written; what was there before is there still
     */
    public void write(String history, String id, DeploymentRecord.Beside what, String text) throws IOException {
        AtomicFile.write(histories.folder(history), RecordFiles.name(id, what), text);
    }

    /** Returns how the application of a history was when it was looked at last, as it was written; nothing if it was not. */
    public Optional<String> seen(String history) {
        try {
            return Optional.of(Files.readString(histories.folder(history).resolve(SEEN)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "How " + history + " was when it was looked at cannot be read.");
            return Optional.empty();
        }
    }

    /**
     * Keeps how the application of a history of which there are records is.
     *
     * @throws IOException if it cannot be written; what was there before is there still
     */
    public void saw(String history, String text) throws IOException {
        AtomicFile.write(histories.folder(history), SEEN, text);
    }

    /** An index may be older than its record where a process ended between the two. */
    private Summary seen(String history, Summary summary) {
        if (!cutOff(history, summary.id(), summary.ending())) {
            return summary;
        }
        return read(history, summary.id()).map(DeploymentRecord::summary).orElse(summary);
    }

    private boolean cutOff(String history, String id, Ending ending) {
        return ending.state() == Ending.State.RUNNING && !running.contains(new Key(history, id));
    }

    private static DeploymentRecord cutOff(DeploymentRecord record) {
        return new DeploymentRecord(
                record.id(),
                record.subject(),
                record.origin(),
                cutOff(record.ending()),
                record.steps().stream().map(RecordStore::cutOff).toList(),
                record.availability());
    }

    private static StepReport cutOff(StepReport step) {
        return step.status() == StepReport.Status.RUNNING ? step.with(StepReport.Status.FAILED) : step;
    }

    private static Ending cutOff(Ending ending) {
        return ending.with(Ending.State.CUT_OFF, ending.sentence().isEmpty() ? NOT_KNOWN : ending.sentence());
    }
}
