package io.jenkins.plugins.bluegreen.record.store;

import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.RecordJson;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * The records of one history: a folder with a file for each, and an index of what lists show, newest first, a line for each behind
 * a first line that says whose it is. Used by several threads at once.
 */
final class Shelf {

    private static final Logger LOG = Logger.getLogger(Shelf.class.getName());

    private static final String INDEX = "index";

    /** Is there from before a record is written until the index tells of it. */
    private static final String WRITING = "writing";

    /** What the first line of the index calls the jobs of all records. */
    private static final String JOBS = "jobs";

    /** So many of the newest are held, since most of what is asked is among them. */
    private static final int HEAD = 5;

    private final Path folder;
    private final String history;
    private final RecordFiles files;
    // Whether it was looked since this process began whether the last one ended between a record and the index.
    private volatile boolean looked;
    // Whether the index was held to the records since then, of which somebody may have put some there by hand.
    private volatile boolean counted;
    private final Object lines = new Object();
    // The first lines of the index, as far as they are known, and how often that was written.
    private List<Summary> head = List.of();
    private Set<String> jobs;
    private int written;
    private boolean writing;
    // What its first record is about, until that is written.
    private volatile Subject claimed;

    /** Reads nothing yet. */
    Shelf(Path folder, String history) {
        this.folder = folder;
        this.history = history;
        this.files = new RecordFiles(folder, history);
    }

    /** Returns the one in a folder, if it is one, by what it says whose it is. */
    static Optional<Shelf> in(Path folder) {
        return header(folder)
                .flatMap(HistoryName::told)
                .or(() -> RecordFiles.history(folder))
                .map(name -> new Shelf(folder, name));
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
        files.put(record);
        List<Summary> kept = new ArrayList<>(before);
        kept.removeIf(
                summary -> summary.id().equals(record.id()) || summary.id().equals(FileName.of(record.id())));
        kept.add(record.summary());
        kept.sort(Summary.NEWEST_FIRST);
        Set<Summary> telling = telling(kept);
        List<Summary> old = kept.stream()
                .skip(Math.max(1, keep))
                .filter(summary -> !held.test(summary.id()) && !telling.contains(summary))
                .toList();
        kept.removeAll(old);
        writeIndex(kept);
        for (Summary summary : old) {
            files.remove(summary.id());
        }
        Files.deleteIfExists(folder.resolve(WRITING));
        claimed = null;
    }

    /** However many failed since, those stay that tell what serves, and where a rollback would go. */
    private static Set<Summary> telling(List<Summary> newestFirst) {
        Set<Summary> telling = new HashSet<>();
        Set<String> releases = new HashSet<>();
        newestFirst.stream()
                .filter(summary -> summary.ending().state() == Ending.State.DEPLOYED
                        && releases.size() < 2
                        && releases.add(summary.subject().release()))
                .forEach(telling::add);
        newestFirst.stream()
                .filter(summary -> summary.ending().state() == Ending.State.DEPLOYED && !summary.didNothing())
                .findFirst()
                .ifPresent(telling::add);
        newestFirst.stream()
                .filter(summary -> summary.subject().slots().live() != null)
                .findFirst()
                .ifPresent(telling::add);
        newestFirst.stream()
                .filter(summary -> summary.ending().state() == Ending.State.HELD)
                .findFirst()
                .ifPresent(telling::add);
        return telling;
    }

    /** Returns a record; nothing if there is none of that id, or it cannot be read. */
    Optional<DeploymentRecord> read(String id) {
        return files.read(id);
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

    /** Returns the full names of the jobs whose deployments are recorded; reads no more than the first line of the index. */
    Set<String> jobs() {
        int version;
        synchronized (lines) {
            if (jobs != null) {
                return jobs;
            }
            version = written;
        }
        Optional<List<Summary>> anew = Files.isDirectory(folder) ? look() : Optional.of(List.of());
        Set<String> found = anew.map(Shelf::jobs)
                .or(() ->
                        header(folder).map(header -> header.optJSONArray(JOBS)).map(Shelf::words))
                .orElseGet(() -> jobs(all()));
        synchronized (lines) {
            if (anew.isEmpty() && !writing && version == written) {
                jobs = found;
            }
        }
        return found;
    }

    private static Set<String> jobs(List<Summary> summaries) {
        return summaries.stream().map(summary -> summary.origin().job()).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> words(JSONArray array) {
        return array.toList().stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
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
            if (!writing && version == written && read.size() > head.size()) {
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
                if (!counted && told != files.count() && Files.isDirectory(folder)) {
                    made();
                }
                counted = true;
            }
        }
    }

    /** Makes the index anew, of all records that can be read, and returns what is in it. */
    private synchronized List<Summary> made() {
        List<Summary> all = files.all()
                .map(DeploymentRecord::summary)
                .sorted(Summary.NEWEST_FIRST)
                .toList();
        try {
            files.removeTemporary();
            writeIndex(all);
            Files.deleteIfExists(folder.resolve(WRITING));
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "The index of the records in " + folder + " cannot be written.");
        }
        return all;
    }

    private void writeIndex(List<Summary> all) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(HistoryName.tell(new JSONObject(), history)
                        .put("version", RecordJson.VERSION)
                        .put(HistoryName.APPLICATION, application())
                        .put("records", all.size())
                        .put(JOBS, jobs(all)))
                .append('\n');
        all.forEach(summary -> text.append(RecordJson.of(summary)).append('\n'));
        // Whoever has read of the new index already may not be told of the old one afterwards.
        synchronized (lines) {
            writing = true;
            jobs = null;
            head = List.of();
        }
        try {
            AtomicFile.write(folder, INDEX, text.toString());
        } finally {
            synchronized (lines) {
                writing = false;
                written++;
            }
        }
        synchronized (lines) {
            jobs = jobs(all);
            head = List.copyOf(all.subList(0, Math.min(HEAD, all.size())));
        }
    }

    private static Optional<JSONObject> header(Path folder) {
        try (BufferedReader index = Files.newBufferedReader(folder.resolve(INDEX))) {
            String line = index.readLine();
            return line == null ? Optional.empty() : Optional.of(new JSONObject(line));
        } catch (IOException | JSONException e) {
            return Optional.empty(); // it is made anew
        }
    }
}
