package io.jenkins.plugins.bluegreen.record.store;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.RecordJson;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * The records of one history: a folder with a file for each, and an index of what lists show, newest first, a line for each behind
 * a first line that says whose it is. Used by several threads at once.
 */
final class Shelf {

    private static final Logger LOG = Logger.getLogger(Shelf.class.getName());

    private static final String INDEX = "index";
    private static final String RECORD = ".json";

    /** Is there from before a record is written until the index tells of it. */
    private static final String WRITING = "writing";

    /** So many of the newest are held, since most of what is asked is among them. */
    private static final int HEAD = 5;

    /** What a record is called here that could not be written: as its file, for nothing else is known of it. */
    private static final Pattern TRACE = Pattern.compile("[a-z0-9_-]{1,90}");

    private static final String UNWRITTEN =
            "Its record could not be written, as where the disk is full, and how it ended is not known here.";

    /** In which order lists show them. */
    static final Comparator<Summary> NEWEST_FIRST = Comparator.<Summary, Instant>comparing(
                    summary -> summary.ending().startedAt())
            .thenComparing(Summary::id)
            .reversed();

    /** Who it is, where it is not called like its application. */
    private static final String HISTORY = "history";

    private static final String APPLICATION = "application";

    private final Path folder;
    private final String history;
    // Whether it was looked since this process began whether the last one ended between a record and the index.
    private volatile boolean looked;
    // Whether the index was held to the records since then, of which somebody may have put some there by hand.
    private volatile boolean counted;
    private final Object lines = new Object();
    // The first lines of the index, as far as they are known, and how often that was written.
    private List<Summary> head = List.of();
    private int written;
    // What its first record is about, until that is written.
    private volatile Subject claimed;

    /** Reads nothing yet. */
    Shelf(Path folder, String history) {
        this.folder = folder;
        this.history = history;
    }

    /** Returns the one in a folder, if it is one, by what it says whose it is. */
    static Optional<Shelf> in(Path folder) {
        return header(folder)
                .filter(header -> header.has(APPLICATION))
                .or(() -> records(folder).stream()
                        .map(Shelf::json)
                        .flatMap(Optional::stream)
                        .filter(json -> json.optJSONObject("subject") != null)
                        .findFirst())
                .map(Shelf::named)
                .map(name -> new Shelf(folder, name));
    }

    private static String named(JSONObject said) {
        JSONObject subject = said.optJSONObject("subject");
        return said.optString(HISTORY, (subject == null ? said : subject).optString(APPLICATION));
    }

    /** Returns the name of the history. */
    String history() {
        return history;
    }

    /** Returns the application's name. */
    String application() {
        return HistoryName.application(history);
    }

    /** Says what its first record is about, before that is written. */
    void claim(Subject subject) {
        claimed = subject;
    }

    /** Returns what its first record is about, until that is written. */
    Optional<Subject> claimed() {
        return Optional.ofNullable(claimed);
    }

    /**
     * Keeps a record, in the place of that with the same id, and removes the oldest that are too many, but for those that tell what
     * serves.
     *
     * @param keep how many are kept
     * @param held tells of an id whether its record is kept in any case
     * @throws IOException if it cannot be written; what was there before is there still
     */
    synchronized void write(DeploymentRecord record, int keep, Predicate<String> held) throws IOException {
        List<Summary> before = all();
        Files.createDirectories(folder);
        Files.write(folder.resolve(WRITING), new byte[0]);
        put(record);
        List<Summary> kept = new ArrayList<>(before);
        kept.removeIf(
                summary -> summary.id().equals(record.id()) || summary.id().equals(FileName.of(record.id())));
        kept.add(record.summary());
        kept.sort(NEWEST_FIRST);
        Set<Summary> telling = telling(kept);
        List<Summary> old = kept.stream()
                .skip(Math.max(1, keep))
                .filter(summary -> !held.test(summary.id()) && !telling.contains(summary))
                .toList();
        kept.removeAll(old);
        writeIndex(kept);
        for (Summary summary : old) {
            Files.deleteIfExists(file(summary.id()));
            for (DeploymentRecord.Beside what : DeploymentRecord.Beside.values()) {
                Files.deleteIfExists(folder.resolve(name(summary.id(), what)));
            }
        }
        Files.deleteIfExists(folder.resolve(WRITING));
        claimed = null;
    }

    /** One that does not fit on the disk leaves an empty file, which mostly fits: the next process knows by it that it does not know. */
    private void put(DeploymentRecord record) throws IOException {
        try {
            AtomicFile.write(
                    folder, name(record.id()), says(RecordJson.of(record)).toString());
        } catch (IOException e) {
            try {
                Files.createFile(folder.resolve(name(record.id())));
            } catch (IOException again) {
                e.addSuppressed(again); // what was written of it before is there
            }
            throw e;
        }
    }

    private JSONObject says(JSONObject text) {
        return history.equals(application()) ? text : text.put(HISTORY, history);
    }

    /** However many failed since, those stay that tell what serves. */
    private static Set<Summary> telling(List<Summary> newestFirst) {
        Set<Summary> telling = new HashSet<>();
        newestFirst.stream()
                .filter(summary -> summary.ending().state() == Ending.State.DEPLOYED)
                .findFirst()
                .ifPresent(telling::add);
        newestFirst.stream()
                .filter(summary -> summary.ending().state() == Ending.State.DEPLOYED && !summary.didNothing())
                .findFirst()
                .ifPresent(telling::add);
        newestFirst.stream()
                .filter(summary -> summary.subject().slots().live() != null)
                .findFirst()
                .ifPresent(telling::add);
        return telling;
    }

    /** Returns a record; nothing if there is none of that id, or it cannot be read. */
    Optional<DeploymentRecord> read(String id) {
        return parsed(file(id)).filter(record -> record.id().equals(id));
    }

    /** Returns what lists show of all, newest first. */
    List<Summary> all() {
        count();
        List<Summary> all = new ArrayList<>();
        first(
                summary -> {
                    all.add(summary);
                    return false;
                },
                all::clear);
        return all;
    }

    /** Returns the newest one of which something holds; reads no more of the index than it must. */
    Optional<Summary> newest(Predicate<Summary> which) {
        if (!looked) {
            return first(which, () -> {});
        }
        List<Summary> known;
        synchronized (lines) {
            known = head;
        }
        return known.stream().filter(which).findFirst().or(() -> first(which, () -> {}));
    }

    /** Returns so many of the newest, or all there are. */
    List<Summary> newest(int count) {
        List<Summary> found = new ArrayList<>();
        first(
                summary -> {
                    found.add(summary);
                    return found.size() >= count;
                },
                found::clear);
        return found;
    }

    /** @param again is told before all are looked at once more */
    private Optional<Summary> first(Predicate<Summary> which, Runnable again) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<List<Summary>> anew = look();
        if (anew.isPresent()) {
            return anew.get().stream().filter(which).findFirst();
        }
        try {
            return firstOfIndex(which);
        } catch (IOException | JSONException e) {
            LOG.log(Level.WARNING, e, () -> "The index of the records in " + folder + " is made anew.");
            again.run();
            return made().stream().filter(which).findFirst();
        }
    }

    private Optional<Summary> firstOfIndex(Predicate<Summary> which) throws IOException {
        int version;
        synchronized (lines) {
            version = written;
        }
        try (BufferedReader index = Files.newBufferedReader(folder.resolve(INDEX))) {
            String header = index.readLine();
            List<Summary> read = new ArrayList<>();
            for (String line = index.readLine(); line != null; line = index.readLine()) {
                read.add(RecordJson.summary(new JSONObject(line)));
                if (which.test(read.get(read.size() - 1))) {
                    know(read, version);
                    return Optional.of(read.get(read.size() - 1));
                }
            }
            int told = new JSONObject(String.valueOf(header)).getInt("records");
            if (read.size() != told) {
                throw new JSONException("It tells of " + told + " records, and has " + read.size() + ".");
            }
            know(read, version);
            return Optional.empty();
        }
    }

    private void know(List<Summary> read, int version) {
        synchronized (lines) {
            if (version == written && read.size() > head.size()) {
                head = List.copyOf(read.subList(0, Math.min(HEAD, read.size())));
            }
        }
    }

    /**
     * Costs no more than a look at one name: a list of all applications comes by here for each of them.
     *
     * @return all that there are, where the index does not tell that, and cannot be made to
     */
    private Optional<List<Summary>> look() {
        if (!looked) {
            synchronized (this) {
                if (!looked && Files.exists(folder.resolve(WRITING))) {
                    List<Summary> all = made();
                    if (Files.exists(folder.resolve(WRITING))) {
                        return Optional.of(all);
                    }
                }
                looked = true;
            }
        }
        return Optional.empty();
    }

    private void count() {
        if (!counted) {
            synchronized (this) {
                int told = header(folder)
                        .map(header -> header.optInt("records", -1))
                        .orElse(-1);
                if (!counted && told != records(folder).size() && Files.isDirectory(folder)) {
                    made();
                }
                counted = true;
            }
        }
    }

    /** Makes the index anew, of all records that can be read, and returns what is in it. */
    private synchronized List<Summary> made() {
        List<Summary> all = records(folder).stream()
                .map(this::parsed)
                .flatMap(Optional::stream)
                .map(DeploymentRecord::summary)
                .sorted(NEWEST_FIRST)
                .toList();
        try {
            removeTemporary();
            writeIndex(all);
            Files.deleteIfExists(folder.resolve(WRITING));
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "The index of the records in " + folder + " cannot be written.");
        }
        return all;
    }

    private void writeIndex(List<Summary> all) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(says(new JSONObject())
                        .put("version", RecordJson.VERSION)
                        .put(APPLICATION, application())
                        .put("records", all.size()))
                .append('\n');
        all.forEach(summary -> text.append(RecordJson.of(summary)).append('\n'));
        AtomicFile.write(folder, INDEX, text.toString());
        synchronized (lines) {
            written++;
            head = List.copyOf(all.subList(0, Math.min(HEAD, all.size())));
        }
    }

    private void removeTemporary() throws IOException {
        for (Path file : files(folder, AtomicFile.TEMPORARY)) {
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

    private static Optional<JSONObject> header(Path folder) {
        try (BufferedReader index = Files.newBufferedReader(folder.resolve(INDEX))) {
            String line = index.readLine();
            return line == null ? Optional.empty() : Optional.of(new JSONObject(line));
        } catch (IOException | JSONException e) {
            return Optional.empty(); // it is made anew
        }
    }

    private static List<Path> records(Path folder) {
        return files(folder, RECORD);
    }

    private static List<Path> files(Path folder, String ending) {
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
                new Subject(application(), "", "", List.of(), null, new SlotChange(null, 0, null, 0)),
                new Origin(Origin.Kind.DEPLOYMENT, "", lastJob(), 0, "", List.of(), ""),
                new Ending(Ending.State.CUT_OFF, at, Duration.ZERO, UNWRITTEN, "", ""),
                List.of(),
                Availability.UNKNOWN);
    }

    /** Whoever may see what was deployed last, may see that it is not known any more what is. */
    private String lastJob() {
        return records(folder).stream()
                .filter(file -> !isTrace(file))
                .map(this::parsed)
                .flatMap(Optional::stream)
                .map(DeploymentRecord::summary)
                .min(NEWEST_FIRST)
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
