package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Records;
import io.jenkins.plugins.bluegreen.record.Summary;
import io.jenkins.plugins.bluegreen.record.store.RecordStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long it takes to read what pages list of very many records: of each application the newest one and the newest that serves, and
 * the whole history of one. In a JVM of its own with a heap of 64 MB, the first time, with all that is loaded and looked at but
 * once, and the median of the times after that. The files were written just before, so that the system has them in its memory.
 */
final class Listing {

    private static final int APPLICATIONS = 500;
    private static final int RECORDS = 200;
    private static final int TIMES = 30;
    private static final String INDEX = "index";

    private Listing() {}

    /** Measures, and returns a table. */
    static String measured() throws IOException {
        try (Cleanup cleanup = new Cleanup()) {
            Path directory = cleanup.add(Scratch.create("records")).path();
            write(directory);
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            return Programs.run(
                    java,
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Listing.class.getName(),
                    directory.toString());
        }
    }

    /** Writes the records where no argument is given, otherwise reads those in a directory. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.out.print(measured());
        } else {
            read(Path.of(args[0]));
        }
    }

    /** Of one application in earnest; the others have the same, since a list looks into no record. */
    private static void write(Path directory) throws IOException {
        RecordStore store = new RecordStore(directory, () -> RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            store.write(Records.at(
                    name(0), "shop-" + i + "-0a1b2c", i, i % 5 == 4 ? Ending.State.UNDONE : Ending.State.DEPLOYED));
        }
        Path first = folders(directory).get(0);
        for (int i = 1; i < APPLICATIONS; i++) {
            Path copy = copy(first, directory, i);
            String index = Files.readString(first.resolve(INDEX)).replace("\"" + name(0) + "\"", "\"" + name(i) + "\"");
            Files.writeString(copy.resolve(INDEX), index);
        }
    }

    private static Path copy(Path first, Path directory, int number) throws IOException {
        List<Path> before = folders(directory);
        new RecordStore(directory, () -> RECORDS).write(Records.at(name(number), "x", 0, Ending.State.DEPLOYED));
        List<Path> now = new ArrayList<>(folders(directory));
        now.removeAll(before);
        try (Stream<Path> files = Files.list(now.get(0))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(first)) {
            for (Path file : files.filter(each -> !each.endsWith(INDEX)).toList()) {
                Files.createLink(now.get(0).resolve(file.getFileName()), file);
            }
        }
        return now.get(0);
    }

    private static List<Path> folders(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    private static String name(int number) {
        return "application-" + number;
    }

    private interface Reading {
        int read(RecordStore store);
    }

    private static void read(Path directory) {
        RecordStore store = new RecordStore(directory, () -> RECORDS);
        Table table = new Table("in a heap of 64 MB", "the first time", "then");
        row(table, APPLICATIONS + " applications of " + RECORDS + " records each", store, Listing::overview);
        row(
                table,
                "the history of one of them",
                store,
                one -> one.history(name(APPLICATIONS / 2)).size());
        System.out.print(table);
    }

    private static int overview(RecordStore store) {
        List<Summary> found = new ArrayList<>();
        for (String application : store.histories()) {
            store.newest(application, any -> true).ifPresent(found::add);
            store.newest(application, each -> each.ending().state() == Ending.State.DEPLOYED)
                    .ifPresent(found::add);
        }
        return found.size();
    }

    private static void row(Table table, String name, RecordStore store, Reading reading) {
        Duration first = timed(store, reading);
        List<Duration> then =
                Stream.generate(() -> timed(store, reading)).limit(TIMES).toList();
        table.row(name, Table.millis(first), Table.millis(Table.median(then)));
    }

    private static Duration timed(RecordStore store, Reading reading) {
        long begun = System.nanoTime();
        int found = reading.read(store);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        if (found != 2 * APPLICATIONS && found != RECORDS) {
            throw new IllegalStateException("It found " + found + ".");
        }
        return took;
    }
}
