package io.jenkins.plugins.bluegreen.record.store;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.RecordJson;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.json.JSONException;
import org.json.JSONObject;

/** The files of the records of one history, in no order, with what is kept beside them. */
record RecordFiles(Path folder, String history) {

    private static final Logger LOG = Logger.getLogger(RecordFiles.class.getName());

    private static final String RECORD = ".json";

    /** What a record is called here that could not be written: as its file, for nothing else is known of it. */
    private static final Pattern TRACE = Pattern.compile("[a-z0-9_-]{1,90}");

    private static final String UNWRITTEN =
            "Its record could not be written, as where the disk is full, and how it ended is not known here.";

    /** Returns the name of the history that those in a folder are of, by the first one that tells it. */
    static Optional<String> history(Path folder) {
        return paths(folder, RECORD).stream()
                .map(RecordFiles::json)
                .flatMap(Optional::stream)
                .map(HistoryName::told)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns how many there are. */
    int count() {
        return paths(folder, RECORD).size();
    }

    /** Returns all that can be read. */
    Stream<DeploymentRecord> all() {
        return paths(folder, RECORD).stream().map(this::parsed).flatMap(Optional::stream);
    }

    /** Returns a record; nothing if there is none of that id, or it cannot be read. */
    Optional<DeploymentRecord> read(String id) {
        return parsed(file(id)).filter(record -> record.id().equals(id));
    }

    /**
     * Writes one, in the place of that with the same id. One that does not fit on the disk leaves an empty file, which mostly fits: the next
     * process knows by it that it does not know.
     *
     * @throws IOException if it cannot be written; what was there before is there still
     */
    void put(DeploymentRecord record) throws IOException {
        try {
            JSONObject text = HistoryName.tell(RecordJson.of(record), history);
            Path file = folder.resolve(name(record.id()));
            // What a later version knew of it stays.
            JSONObject was = Files.exists(file) && !isTrace(file) ? json(file).orElse(null) : null;
            AtomicFile.write(
                    folder, name(record.id()), RecordJson.over(was, text).toString());
        } catch (IOException e) {
            try {
                Files.createFile(folder.resolve(name(record.id())));
            } catch (IOException again) {
                e.addSuppressed(again); // what was written of it before is there
            }
            throw e;
        }
    }

    /** Removes one, with what is kept beside it. */
    void remove(String id) throws IOException {
        Files.deleteIfExists(file(id));
        for (DeploymentRecord.Beside what : DeploymentRecord.Beside.values()) {
            Files.deleteIfExists(folder.resolve(name(id, what)));
        }
    }

    /** Removes what an earlier process had not written to its end. */
    void removeTemporary() throws IOException {
        for (Path file : paths(folder, AtomicFile.TEMPORARY)) {
            Files.deleteIfExists(file);
        }
    }

    private Path file(String id) {
        Path file = folder.resolve(name(id));
        return !Files.exists(file) && TRACE.matcher(id).matches() ? folder.resolve(id + RECORD) : file;
    }

    private static String name(String id) {
        return FileName.of(id) + RECORD;
    }

    /** Returns the name of what is kept beside a record. */
    static String name(String id, DeploymentRecord.Beside what) {
        return FileName.of(id) + "." + what.name().toLowerCase(Locale.ROOT);
    }

    private static List<Path> paths(Path folder, String ending) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                folder, file -> file.getFileName().toString().endsWith(ending))) {
            all.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.FINE, e, () -> "There are no records in " + folder + ".");
        }
        return found;
    }

    private Optional<DeploymentRecord> parsed(Path file) {
        try {
            if (isTrace(file)) {
                return Optional.of(trace(file));
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, e, () -> file + " was removed meanwhile.");
        }
        return json(file).flatMap(json -> record(file, json));
    }

    private static boolean isTrace(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private DeploymentRecord trace(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Instant at = Files.getLastModifiedTime(file).toInstant();
        return new DeploymentRecord(
                name.substring(0, name.length() - RECORD.length()),
                new Subject(
                        HistoryName.application(history), "", "", List.of(), null, new SlotChange(null, 0, null, 0)),
                Origin.of(lastJob()),
                new Ending(Ending.State.CUT_OFF, at, Duration.ZERO, UNWRITTEN, "", ""),
                List.of(),
                Availability.UNKNOWN);
    }

    /** Whoever may see what was deployed last, may see that it is not known any more what is. */
    private String lastJob() {
        return paths(folder, RECORD).stream()
                .filter(file -> !isTrace(file))
                .map(this::parsed)
                .flatMap(Optional::stream)
                .map(DeploymentRecord::summary)
                .min(Summary.NEWEST_FIRST)
                .map(summary -> summary.origin().job())
                .orElse("");
    }

    private static Optional<DeploymentRecord> record(Path file, JSONObject json) {
        try {
            return Optional.of(RecordJson.record(json));
        } catch (JSONException e) {
            LOG.log(Level.WARNING, e, () -> "The record " + file + " is none, and is passed over.");
            return Optional.empty();
        }
    }

    /** One that was torn, or that somebody broke, does not hide the others. */
    private static Optional<JSONObject> json(Path file) {
        try {
            return Optional.of(new JSONObject(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JSONException e) {
            LOG.log(Level.WARNING, e, () -> "The record " + file + " cannot be read, and is passed over.");
            return Optional.empty();
        }
    }
}
