package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The records of all applications, in a folder for each. Used by several threads at once, but by one process. What is written stays
 * when this process is killed; a record that says it is under way, but of which this process does not know, is read as cut off.
 */
public final class RecordStore {

    private static final Logger LOG = Logger.getLogger(RecordStore.class.getName());

    private static final String NOT_KNOWN = "It was cut off, and how it ended is not known here.";

    private static final String SEEN = "seen";

    private final Path directory;
    private final IntSupplier keep;
    private final Map<Path, Shelf> shelves = new ConcurrentHashMap<>();
    private final Set<Key> running = ConcurrentHashMap.newKeySet();

    private record Key(String application, String id) {}

    /**
     * Reads nothing yet.
     *
     * @param directory where they are, which is made when it is needed
     * @param keep how many of each application are kept, at least 1
     */
    public RecordStore(Path directory, IntSupplier keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /**
     * Keeps a record, in the place of that with the same id; a running one too, so that it is not lost with this process.
     *
     * @throws IOException if it cannot be written; what was there before is there still
     */
    public void write(DeploymentRecord record) throws IOException {
        DeploymentRecord kept = Bounds.of(record);
        String application = kept.subject().application();
        Key key = new Key(application, kept.id());
        boolean ends = kept.ending().state() != Ending.State.RUNNING;
        if (!ends) {
            running.add(key);
        }
        try {
            shelves.computeIfAbsent(folder(application), folder -> new Shelf(folder, application))
                    .write(
                            kept,
                            keep.getAsInt(),
                            id -> !(ends && id.equals(kept.id())) && running.contains(new Key(application, id)));
        } finally {
            if (ends) { // not before, or it would be read as cut off
                running.remove(key);
            }
        }
    }

    /** Leaves a record that says it is under way as it is: from now on it is read as cut off. */
    public void leave(String application, String id) {
        running.remove(new Key(application, id));
    }

    /** Returns the names of the applications of which there are records, sorted. */
    public List<String> applications() {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory)) {
                for (Path folder : folders) {
                    known(folder).map(Shelf::application).ifPresent(names::add);
                }
            } catch (IOException | DirectoryIteratorException e) {
                LOG.log(Level.WARNING, e, () -> "The records in " + directory + " cannot be listed.");
            }
        }
        return names.stream().sorted().toList();
    }

    private Optional<Shelf> known(Path folder) {
        Shelf shelf = shelves.get(folder);
        return shelf != null
                ? Optional.of(shelf)
                : Shelf.in(folder).map(found -> shelves.computeIfAbsent(folder, path -> found));
    }

    /** Returns what lists show of an application's records, newest first. */
    public List<Summary> history(String application) {
        return shelf(application).all().stream().map(this::seen).toList();
    }

    /** Returns the newest of them of which something holds; reads no more than it must. */
    public Optional<Summary> newest(String application, Predicate<Summary> which) {
        return shelf(application).newest(summary -> which.test(seen(summary))).map(this::seen);
    }

    /** Returns a record; nothing if there is none, or it cannot be read. */
    public Optional<DeploymentRecord> read(String application, String id) {
        return shelf(application)
                .read(id)
                .map(record -> cutOff(application, record.id(), record.ending()) ? cutOff(record) : record);
    }

    /** Returns where something is kept beside a record; whether it is there, is another question. */
    public Path beside(String application, String id, DeploymentRecord.Beside what) {
        return folder(application).resolve(Shelf.name(id, what));
    }

    /**
     * Keeps something beside a record that is there.
     *
     * @throws IOException if it cannot be written; what was there before is there still
     */
    public void write(String application, String id, DeploymentRecord.Beside what, String text) throws IOException {
        AtomicFile.write(folder(application), Shelf.name(id, what), text);
    }

    /** Returns how an application was when it was looked at last, as it was written; nothing if it was not. */
    public Optional<String> seen(String application) {
        try {
            return Optional.of(Files.readString(folder(application).resolve(SEEN)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "How " + application + " was when it was looked at cannot be read.");
            return Optional.empty();
        }
    }

    /**
     * Keeps how an application of which there are records is.
     *
     * @throws IOException if it cannot be written; what was there before is there still
     */
    public void saw(String application, String text) throws IOException {
        AtomicFile.write(folder(application), SEEN, text);
    }

    /** Whoever asks for names that there are not leaves nothing here. */
    private Shelf shelf(String application) {
        Path folder = folder(application);
        Shelf shelf = shelves.get(folder);
        if (shelf == null && Files.isDirectory(folder)) {
            shelf = shelves.computeIfAbsent(folder, path -> new Shelf(path, application));
        }
        return shelf == null ? new Shelf(folder, application) : shelf;
    }

    private Path folder(String application) {
        return directory.resolve(FileName.of(application));
    }

    /** An index may be older than its record where a process ended between the two. */
    private Summary seen(Summary summary) {
        String application = summary.subject().application();
        if (!cutOff(application, summary.id(), summary.ending())) {
            return summary;
        }
        return read(application, summary.id()).map(DeploymentRecord::summary).orElse(summary);
    }

    private boolean cutOff(String application, String id, Ending ending) {
        return ending.state() == Ending.State.RUNNING && !running.contains(new Key(application, id));
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
        return new Ending(
                Ending.State.CUT_OFF,
                ending.startedAt(),
                ending.took(),
                ending.sentence().isEmpty() ? NOT_KNOWN : ending.sentence(),
                ending.evidence(),
                ending.proof());
    }
}
