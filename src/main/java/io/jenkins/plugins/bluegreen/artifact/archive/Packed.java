package io.jenkins.plugins.bluegreen.artifact.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory that was packed, in a file that closing deletes.
 *
 * @param tar an uncompressed tar
 * @param files how many files and links are in it
 * @param entries how many there are with the directories
 * @param unpacked how many bytes it takes on a disk once it is unpacked, about
 */
public record Packed(Path tar, int files, int entries, long unpacked) implements AutoCloseable {

    @Override
    public void close() {
        try {
            Files.deleteIfExists(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
