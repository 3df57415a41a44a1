package io.jenkins.plugins.bluegreen.record.store;

import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The shelves of a directory: one for each application on hosts of its own, and in a directory of its own there. A deployment belongs
 * to those of its application that have a host in common with it, so that hosts may come and go. A name is given once: that of the
 * application to its first history, and to each other one that name with a host behind it. Used by several threads at once.
 */
final class Histories {

    private static final Logger LOG = Logger.getLogger(Histories.class.getName());

    /** So many of the newest deployments tell which hosts are those of a history: enough for one at a time. */
    private static final int RECENT = 20;

    private final Path directory;
    private final Map<Path, Shelf> shelves = new ConcurrentHashMap<>();

    /** Reads nothing yet. */
    Histories(Path directory) {
        this.directory = directory;
    }

    /** Returns the names of all, sorted. */
    List<String> names() {
        return all("").stream().map(Shelf::history).sorted().toList();
    }

    /** Returns the names of those of an application, sorted; reads of no others. */
    List<String> names(String application) {
        return namesakes(application).stream().map(Shelf::history).sorted().toList();
    }

    private List<Shelf> namesakes(String application) {
        return all(FileName.beginning(application)).stream()
                .filter(shelf -> shelf.application().equals(application))
                .toList();
    }

    private Collection<Shelf> all(String beginning) {
        Map<Path, Shelf> all = new LinkedHashMap<>();
        shelves.forEach((folder, shelf) -> {
            if (shelf.claimed().isPresent()) {
                all.put(folder, shelf);
            }
        });
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(
                    directory, folder -> folder.getFileName().toString().startsWith(beginning))) {
                for (Path folder : folders) {
                    known(folder).ifPresent(shelf -> all.put(folder, shelf));
                }
            } catch (IOException | DirectoryIteratorException e) {
                LOG.log(Level.WARNING, e, () -> "The records in " + directory + " cannot be listed.");
            }
        }
        return all.values();
    }

    private Optional<Shelf> known(Path folder) {
        Shelf shelf = shelves.get(folder);
        return shelf != null
                ? Optional.of(shelf)
                : Shelf.in(folder).map(found -> shelves.computeIfAbsent(folder, path -> found));
    }

    /** Returns the folder of a history, which need not be there. */
    Path folder(String history) {
        return directory.resolve(FileName.of(history));
    }

    /** Returns a shelf. Whoever asks for names that there are not leaves nothing here. */
    Shelf shelf(String history) {
        Path folder = folder(history);
        Shelf shelf = shelves.get(folder);
        if (shelf != null) {
            return shelf;
        }
        return Files.isDirectory(folder)
                ? shelves.computeIfAbsent(folder, path -> new Shelf(path, history))
                : new Shelf(folder, history);
    }

    /** Returns a shelf that is written to. */
    Shelf forWriting(String history) {
        return shelves.computeIfAbsent(folder(history), folder -> new Shelf(folder, history));
    }

    /**
     * Returns the name of the history that a deployment belongs to, which may be a new one.
     *
     * @param job the full name of the job that deploys; where the hosts are not known, its last deployment tells
     */
    synchronized String of(Subject subject, String job) {
        List<Shelf> namesakes = namesakes(subject.application());
        return namesakes.stream()
                .map(shelf -> kin(shelf, subject, job))
                .flatMap(Optional::stream)
                .max(Comparator.comparingDouble(Kin::common).thenComparing(Kin::newest))
                .map(Kin::history)
                .orElseGet(() -> begun(subject, namesakes));
    }

    /**
     * What a deployment may belong to.
     *
     * @param common how much of the hosts of both both have, from 0 to 1
     * @param newest when its newest deployment began
     */
    private record Kin(String history, double common, Instant newest) {}

    private static Optional<Kin> kin(Shelf shelf, Subject subject, String job) {
        List<Summary> recent = shelf.newest(RECENT);
        Instant newest =
                recent.isEmpty() ? Instant.EPOCH : recent.get(0).ending().startedAt();
        if (subject.hosts().isEmpty()) {
            return recent.stream()
                    .filter(each -> each.origin().job().equals(job))
                    .findFirst()
                    .map(its -> new Kin(shelf.history(), 1, its.ending().startedAt()))
                    .or(() -> Optional.of(new Kin(shelf.history(), 0, newest)));
        }
        List<Subject> told = recent.isEmpty()
                ? shelf.claimed().stream().toList()
                : recent.stream().map(Summary::subject).toList();
        if (told.stream().allMatch(each -> each.hosts().isEmpty())) {
            return Optional.of(new Kin(shelf.history(), 0, newest));
        }
        double common = common(
                hosts(List.of(subject)),
                hosts(told.stream().filter(each -> sameDirectory(each, subject)).toList()));
        return common == 0 ? Optional.empty() : Optional.of(new Kin(shelf.history(), common, newest));
    }

    private static boolean sameDirectory(Subject one, Subject other) {
        return one.directory().isEmpty()
                || other.directory().isEmpty()
                || one.directory().equals(other.directory());
    }

    private static Set<String> hosts(List<Subject> subjects) {
        return subjects.stream()
                .flatMap(subject -> subject.hosts().stream())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static double common(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return (double) both.size() / (one.size() + other.size() - both.size());
    }

    private String begun(Subject subject, List<Shelf> namesakes) {
        List<String> taken =
                new ArrayList<>(namesakes.stream().map(Shelf::history).toList());
        String host = subject.hosts().isEmpty() ? "" : subject.hosts().get(0);
        String next = HistoryName.at(subject.application(), host);
        String name = taken.isEmpty() ? subject.application() : next;
        for (int i = 2; taken.contains(name); i++) {
            name = next + "-" + i;
        }
        forWriting(name).claim(subject);
        return name;
    }
}
