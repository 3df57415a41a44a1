package io.jenkins.plugins.bluegreen.artifact.archive;

import java.io.IOException;

/** Where the files of a directory come from. */
interface Tree extends AutoCloseable {

    /**
     * Returns what is in it; its bytes can be had until it is closed.
     *
     * @throws IOException if it cannot be read, or something in it must not be shipped
     */
    Entries entries() throws IOException;

    @Override
    default void close() throws IOException {
        // Mostly nothing is held open.
    }
}
