package io.jenkins.plugins.bluegreen.artifact.archive;

import io.jenkins.plugins.bluegreen.artifact.archive.Entry.Kind;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tools.ant.types.selectors.SelectorUtils;
import org.apache.tools.tar.TarConstants;
import org.apache.tools.tar.TarEntry;
import org.apache.tools.tar.TarOutputStream;

/**
 * How a directory, or an archive that is to be unpacked, is packed to be sent: as one uncompressed tar in a stable order, without times
 * and owners, so that two of them differ only where their files do.
 *
 * @param workspace where it is
 * @param unpack whether a file is an archive of which the content is wanted
 * @param exclude Ant patterns, separated by commas, of what is left out of a directory, relative to the workspace; may be empty
 */
public record Packing(Path workspace, boolean unpack, String exclude) {

    /** Each file takes whole ones of these on the usual file systems. */
    private static final int DISK_BLOCK = 4096;

    /** How the names of our files begin beside a workspace. */
    private static final String OWN = "blue-green-";

    private static final String DAMAGED = "it is damaged, or no archive of the kind that its name says";

    private static final Duration LONGEST = Duration.ofDays(2);

    private static final Pattern ZIP = Pattern.compile("(?i)(.+)\\.(?:zip|war|jar)");
    private static final Pattern TAR = Pattern.compile("(?i)(.+)\\.(?:tar|tar\\.gz|tgz)");

    /**
     * Returns how a file is called once it is unpacked.
     *
     * @return empty if it is of no kind that can be unpacked
     */
    public static Optional<String> unpackedName(String fileName) {
        return Stream.of(ZIP.matcher(fileName), TAR.matcher(fileName))
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst();
    }

    /** Tells whether there is anything to pack, and not just a file to send. */
    public boolean needed(Path source) {
        return unpack || Files.isDirectory(source);
    }

    /**
     * Packs.
     *
     * @throws HostException if it cannot be read, or holds what must not be shipped
     */
    public Packed pack(Path source) throws HostException {
        return pack(source, scratch -> tree(source, scratch));
    }

    /** How a tree is opened, which may put files into a folder of this machine meanwhile. */
    interface Opening {

        /** Opens it. */
        Tree in(Path scratch) throws IOException;
    }

    Packed pack(Path source, Opening opening) throws HostException {
        try {
            Path scratch = Files.createDirectories(workspace.resolveSibling(workspace.getFileName() + "@tmp"));
            removeWhatWasLeft(scratch);
            try (Tree tree = opening.in(scratch)) {
                List<Entry> entries = tree.entries().sorted();
                checkRoom(entries, scratch);
                return write(entries, Files.createTempFile(scratch, OWN, ".tar"));
            }
        } catch (AccessDeniedException e) {
            throw refused(source, e.getFile() + " may not be read, or nothing may be written beside the workspace", e);
        } catch (NoSuchFileException e) {
            throw refused(source, e.getFile() + " vanished while it was read", e);
        } catch (IOException e) {
            throw refused(source, e.getMessage() == null ? DAMAGED : e.getMessage(), e);
        } catch (RuntimeException e) {
            // What Ant says to bytes that make no sense to it.
            throw refused(source, DAMAGED, e);
        }
    }

    private static HostException refused(Path source, String why, Exception e) {
        return new HostException("The artifact " + source + " cannot be shipped as a directory: " + why + ".", "", e);
    }

    private static void checkRoom(List<Entry> entries, Path scratch) throws IOException {
        if (entries.isEmpty()) {
            throw new IOException("there is nothing in it");
        }
        long size = entries.stream().mapToLong(Entry::size).sum();
        long free = Files.getFileStore(scratch).getUsableSpace();
        if (size > free) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "only %.1f MB are free in %s, and it needs %.1f MB there",
                    free / 1e6,
                    scratch,
                    size / 1e6));
        }
    }

    /** An agent that was killed removes nothing; what is younger may be of another deployment that goes on. */
    private static void removeWhatWasLeft(Path scratch) throws IOException {
        Instant old = Instant.now().minus(LONGEST);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(scratch, OWN + "*")) {
            for (Path file : left) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                        Files.delete(file);
                    }
                } catch (NoSuchFileException e) {
                    // Its own deployment, or another one that does this, was first.
                    continue;
                }
            }
        }
    }

    private Tree tree(Path source, Path scratch) throws IOException {
        if (Files.isDirectory(source)) {
            return new FolderTree(source, this::excluded);
        }
        return ZIP.matcher(String.valueOf(source.getFileName())).matches()
                ? new ZipTree(source)
                : new TarTree(source, Files.createTempFile(scratch, OWN, ".bytes"));
    }

    private boolean excluded(Path path) {
        if (exclude.isEmpty()) {
            return false;
        }
        String relative = workspace.relativize(path).toString();
        for (String pattern : exclude.split(",")) {
            String own = pattern.strip().replace('/', File.separatorChar);
            if (!own.isEmpty() && SelectorUtils.matchPath(own.endsWith(File.separator) ? own + "**" : own, relative)) {
                return true;
            }
        }
        return false;
    }

    private static Packed write(List<Entry> entries, Path tar) throws IOException {
        Packed packed = new Packed(
                tar,
                (int) entries.stream()
                        .filter(entry -> entry.kind() != Kind.DIRECTORY)
                        .count(),
                entries.size(),
                entries.stream()
                        .mapToLong(entry -> (entry.size() / DISK_BLOCK + 1) * DISK_BLOCK)
                        .sum());
        // The file by itself, since a tar that is not complete does not close it.
        try (OutputStream file = Files.newOutputStream(tar);
                TarOutputStream out =
                        new TarOutputStream(new BufferedOutputStream(file), StandardCharsets.UTF_8.name())) {
            // What busybox reads as well.
            out.setLongFileMode(TarOutputStream.LONGFILE_GNU);
            out.setBigNumberMode(TarOutputStream.BIGNUMBER_STAR);
            for (Entry entry : entries) {
                write(entry, out);
            }
            return packed;
        } catch (IOException | RuntimeException e) {
            packed.close();
            throw e;
        }
    }

    private static void write(Entry entry, TarOutputStream out) throws IOException {
        TarEntry header = new TarEntry(
                entry.kind() == Kind.DIRECTORY ? entry.name() + "/" : entry.name(),
                switch (entry.kind()) {
                    case DIRECTORY -> TarConstants.LF_DIR;
                    case FILE -> TarConstants.LF_NORMAL;
                    case SYMBOLIC_LINK -> TarConstants.LF_SYMLINK;
                    case HARD_LINK -> TarConstants.LF_LINK;
                });
        header.setMode(entry.mode());
        header.setSize(entry.size());
        header.setLinkName(entry.target());
        header.setModTime(0);
        header.setNames("", "");
        out.putNextEntry(header);
        if (entry.kind() == Kind.FILE) {
            try (InputStream in = entry.bytes().open()) {
                byte[] buffer = new byte[1 << 16];
                long left = entry.size();
                while (left > 0) {
                    int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                    if (count < 0) {
                        throw new IOException("'" + entry.name() + "' became shorter while it was read");
                    }
                    out.write(buffer, 0, count);
                    left -= count;
                }
            }
        }
        out.closeEntry();
    }
}
