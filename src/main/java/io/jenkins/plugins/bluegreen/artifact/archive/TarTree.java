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
import java.util.zip.GZIPInputStream;
import org.apache.tools.tar.TarEntry;
import org.apache.tools.tar.TarInputStream;

/** A tar, which may be compressed by gzip(1). It is unpacked into one file of its own first, since it can only be read in its own order. */
final class TarTree implements Tree {

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
                TarInputStream in = new TarInputStream(unzipped(file), StandardCharsets.UTF_8.name());
                OutputStream out = Files.newOutputStream(bytes)) {
            long at = 0;
            for (TarEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
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
        }
        return entries;
    }

    private static InputStream unzipped(InputStream in) throws IOException {
        in.mark(2);
        boolean zipped = (in.read() | in.read() << 8) == GZIPInputStream.GZIP_MAGIC;
        in.reset();
        return zipped ? new GZIPInputStream(in) : in;
    }

    /** The kinds '7' and above are files for every tar(1) that does not know them (POSIX.1-2017, pax). */
    private static boolean plainFile(TarEntry entry) {
        return entry.isFile()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice()
                && !entry.isFIFO()
                && !entry.isGNUSparse();
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
