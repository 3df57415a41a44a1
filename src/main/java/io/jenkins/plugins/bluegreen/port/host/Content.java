package io.jenkins.plugins.bluegreen.port.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes to send, which may be only some of a file's.
 *
 * @param path the file, for messages
 * @param source opens it
 */
public record Content(Path path, Source source) {

    /** Where the bytes come from. */
    public interface Source {

        /** Returns the bytes, from the first one on. */
        InputStream open() throws IOException;
    }

    /** All of a file. */
    public static Content of(Path file) {
        return new Content(file, () -> Files.newInputStream(file));
    }

    /** Returns the file's name without its directory. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** Opens the bytes anew. */
    public InputStream open() throws IOException {
        return source.open();
    }
}
