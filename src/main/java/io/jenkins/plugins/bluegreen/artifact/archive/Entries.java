package io.jenkins.plugins.bluegreen.artifact.archive;

import io.jenkins.plugins.bluegreen.artifact.archive.Entry.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a directory that is shipped, in a stable order. What would be written outside of it, lead out of it, or be written over
 * something else of it, is refused before anything is sent.
 */
final class Entries {

    private static final int DIRECTORY_MODE = 0755;

    /** Linux takes no longer ones (path_resolution(7)), in bytes, of which each letter has one at least. */
    private static final int LONGEST_TARGET = 4095;

    private final Map<String, Entry> byName = new TreeMap<>();

    /** Adds a directory; it may come several times, as it does in many archives. */
    void directory(String name, int mode) throws IOException {
        String plain = plain(name);
        Entry before = byName.get(plain);
        if (!plain.isEmpty() && (before == null || before.kind() != Kind.DIRECTORY)) {
            add(Entry.directory(plain, mode));
        }
    }

    /** Adds a file. */
    void file(String name, int mode, long size, Entry.Bytes bytes) throws IOException {
        add(Entry.file(plain(name), mode, size, bytes));
    }

    /** Adds a symbolic link. */
    void symbolicLink(String name, String target) throws IOException {
        Entry link = Entry.symbolicLink(plain(name), target);
        if (noText(target) || target.length() > LONGEST_TARGET) {
            throw new IOException("the link '" + name + "' leads to '" + shown(target) + "', which is no path");
        }
        if (leadsOut(link)) {
            throw new IOException(
                    "the link '" + name + "' leads to '" + target
                            + "'; a link must lead to something within the directory, by a path that is relative and has '..' only at its beginning");
        }
        add(link);
    }

    /** Adds a hard link to a file that was added before. */
    void hardLink(String name, String target) throws IOException {
        Entry of = byName.get(plain(target));
        if (of == null || of.kind() != Kind.FILE && of.kind() != Kind.HARD_LINK) {
            throw new IOException("the hard link '" + name + "' leads to '" + target + "', which is no file before it");
        }
        add(Entry.hardLink(plain(name), of.kind() == Kind.FILE ? of.name() : of.target()));
    }

    /**
     * Returns all, each after the directory that it is in and after what it is a hard link to.
     *
     * @throws IOException if one would be written through another one that is no directory
     */
    List<Entry> sorted() throws IOException {
        for (Entry entry : List.copyOf(byName.values())) {
            for (String parent = entry.parent();
                    !parent.isEmpty();
                    parent = Entry.directory(parent, 0).parent()) {
                Entry above = byName.putIfAbsent(parent, Entry.directory(parent, DIRECTORY_MODE));
                if (above != null && above.kind() != Kind.DIRECTORY) {
                    throw new IOException("'" + entry.name() + "' is below '" + parent + "', which is no directory");
                }
            }
        }
        List<Entry> sorted = new ArrayList<>(byName.values());
        sorted.sort((one, other) -> Boolean.compare(one.kind() == Kind.HARD_LINK, other.kind() == Kind.HARD_LINK));
        return sorted;
    }

    private void add(Entry entry) throws IOException {
        if (entry.name().isEmpty()) {
            throw new IOException("something in it that is no directory has no name");
        }
        if (byName.putIfAbsent(entry.name(), entry) != null) {
            throw new IOException("'" + entry.name() + "' is in it twice");
        }
    }

    /** Returns a name without what says nothing in it: {@code ./} at its beginning and {@code /} at its end. */
    private static String plain(String name) throws IOException {
        List<String> parts = new ArrayList<>(Arrays.asList(name.split("/")));
        parts.removeIf(part -> part.isEmpty() || part.equals("."));
        if (name.startsWith("/") || parts.contains("..")) {
            throw new IOException("the name '" + name + "' leads out of the directory");
        }
        if (noText(name)) {
            throw new IOException("the name '" + shown(name) + "' is no UTF-8");
        }
        return String.join("/", parts);
    }

    /** Tells whether a host would read it otherwise: it ends at a NUL there, and Java puts U+FFFD for bytes that are no text. */
    private static boolean noText(String path) {
        return path.indexOf('\uFFFD') >= 0 || path.indexOf('\0') >= 0;
    }

    private static String shown(String path) {
        return path.replace('\0', '?');
    }

    /**
     * Names below it may be links themselves, of which none leads out either; but what {@code ..} means behind one of them only the host
     * would find out.
     */
    private static boolean leadsOut(Entry link) {
        int depth = link.parent().isEmpty() ? 0 : link.parent().split("/").length;
        boolean below = false;
        for (String part : link.target().split("/")) {
            if (part.equals("..")) {
                depth--;
                if (below || depth < 0) {
                    return true;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                below = true;
            }
        }
        return link.target().isEmpty() || link.target().startsWith("/");
    }
}
