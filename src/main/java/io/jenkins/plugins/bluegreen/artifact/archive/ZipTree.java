package io.jenkins.plugins.bluegreen.artifact.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.tools.zip.UnixStat;
import org.apache.tools.zip.ZipEntry;
import org.apache.tools.zip.ZipFile;

/** A zip, and whatever else is one, such as a .war. */
final class ZipTree implements Tree {

    /** Where it tells none, as one from Windows or of the JDK's own {@code jar}. */
    private static final int FILE_MODE = 0644;

    private static final int DIRECTORY_MODE = 0755;

    /** The bits of a mode that tell what it is of (stat(2)). */
    private static final int FILE_TYPE = 0170000;

    /** More than any link has, so that one that is cut is refused. */
    private static final int LONGEST_LINK = 5000;

    private final ZipFile zip;

    ZipTree(Path file) throws IOException {
        zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8.name());
    }

    @Override
    public Entries entries() throws IOException {
        Entries entries = new Entries();
        for (ZipEntry entry : Collections.list(zip.getEntries())) {
            add(entries, entry);
        }
        return entries;
    }

    private void add(Entries entries, ZipEntry entry) throws IOException {
        String name = entry.getName();
        int mode = entry.getUnixMode();
        int type = mode & FILE_TYPE;
        if (entry.isDirectory()) {
            entries.directory(name, mode == 0 ? DIRECTORY_MODE : mode);
        } else if (!zip.canReadEntryData(entry)) {
            throw new IOException("'" + name + "' is encrypted, or packed in a way that is not known");
        } else if (type == UnixStat.LINK_FLAG) {
            try (InputStream in = zip.getInputStream(entry)) {
                entries.symbolicLink(name, new String(in.readNBytes(LONGEST_LINK), StandardCharsets.UTF_8));
            }
        } else if (type == 0 || type == UnixStat.FILE_FLAG) {
            entries.file(
                    name,
                    mode == 0 ? FILE_MODE : mode,
                    entry.getSize(),
                    () -> new Checked(zip.getInputStream(entry), entry));
        } else {
            throw new IOException("'" + name + "' is neither a file, a directory nor a link");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Ant compares no checksums. */
    private static final class Checked extends CheckedInputStream {

        private final ZipEntry entry;
        private long left;

        private Checked(InputStream in, ZipEntry entry) {
            super(in, new CRC32());
            this.entry = entry;
            this.left = entry.getSize();
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int count = super.read(buffer, from, length);
            left -= count;
            if (left == 0 && getChecksum().getValue() != entry.getCrc()) {
                throw new IOException("'" + entry.getName() + "' is damaged: it has another checksum than it should");
            }
            return count;
        }
    }
}
