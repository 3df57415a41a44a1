package io.jenkins.plugins.bluegreen.record.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Writes files as a whole: whoever reads one finds what was there before, or all that is new, whenever the power fails. */
public final class AtomicFile {

    /** How the files end that nobody reads. */
    public static final String TEMPORARY = ".tmp";

    private static final Logger LOG = Logger.getLogger(AtomicFile.class.getName());

    private AtomicFile() {}

    /**
     * Writes a file, for nobody else to read.
     *
     * @throws IOException if it cannot; what was there before is there still
     */
    public static void write(Path folder, String name, String text) throws IOException {
        Path temporary = Files.createTempFile(folder, ".", TEMPORARY);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        force(folder);
    }

    /** The name is only safe with its folder; not all systems can be asked for that. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.log(Level.FINE, e, () -> "The folder " + folder + " cannot be forced to the disk.");
        }
    }
}
