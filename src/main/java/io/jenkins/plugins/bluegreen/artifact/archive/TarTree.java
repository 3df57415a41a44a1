package io.jenkins.plugins.bluegreen.artifact.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.tools.tar.TarConstants;
import org.apache.tools.tar.TarEntry;
import org.apache.tools.tar.TarInputStream;

/** A tar, which may be compressed by gzip(1). It is unpacked into one file of its own first, since it can only be read in its own order. */
final class TarTree implements Tree {

    /** What GNU tar calls an archive, which is no file of it. */
    private static final byte VOLUME_LABEL = 'V';

    private static final Pattern HOLES = Pattern.compile("(^|/)GNUSparseFile\\.\\d+/");

    private final Path tar;
    private final Path bytes;

    /**
     * @param tar the archive
     * @param bytes that other file, which closing deletes
     */
    TarTree(Path tar, Path bytes) {
        this.tar = tar;
        this.bytes = bytes;
    }

    @Override
    public Entries entries() throws IOException {
        Entries entries = new Entries();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(tar));
                InputStream all = unzipped(file);
                TarInputStream in = new TarInputStream(all, StandardCharsets.UTF_8.name());
                OutputStream out = Files.newOutputStream(bytes)) {
            long at = 0;
            for (TarEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isGlobalPaxHeader() || entry.getLinkFlag() == VOLUME_LABEL) {
                    continue;
                }
                if (entry.isDirectory()) {
                    entries.directory(entry.getName(), entry.getMode());
                } else if (entry.isSymbolicLink()) {
                    entries.symbolicLink(entry.getName(), entry.getLinkName());
                } else if (entry.isLink()) {
                    entries.hardLink(entry.getName(), entry.getLinkName());
                } else if (plainFile(entry)) {
                    long from = at;
                    at += in.transferTo(out);
                    entries.file(entry.getName(), entry.getMode(), at - from, () -> open(from));
                } else {
                    throw new IOException("'" + entry.getName() + "' is neither a plain file, a directory nor a link");
                }
            }
            // The checksum of gzip stands behind all that a tar is read for.
            all.transferTo(OutputStream.nullOutputStream());
        }
        return entries;
    }

    private static InputStream unzipped(InputStream in) throws IOException {
        in.mark(2);
        boolean zipped = (in.read() | in.read() << 8) == GZIPInputStream.GZIP_MAGIC;
        in.reset();
        return zipped ? new GZIPInputStream(in) : in;
    }

    /** A file with holes in the format of POSIX has a name of its own, and its bytes are not those of the file (GNU tar, D.2). */
    private static boolean plainFile(TarEntry entry) {
        byte kind = entry.getLinkFlag();
        return (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM || kind == TarConstants.LF_CONTIG)
                && !HOLES.matcher(entry.getName()).find();
    }

    private InputStream open(long from) throws IOException {
        FileChannel channel = FileChannel.open(bytes);
        return new BufferedInputStream(Channels.newInputStream(channel.position(from)));
    }

    @Override
    public void close() throws IOException {
        Files.delete(bytes);
    }
}
