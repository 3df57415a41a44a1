package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel remembers no connection of this network that is over, as long as this is open. */
public final class Forgetting implements AutoCloseable {

    private static final Path MOST = Path.of("/proc/sys/net/ipv4/tcp_max_tw_buckets");

    private final String before = Programs.run("cat", MOST.toString());

    /** Begins. */
    public Forgetting() throws IOException {
        Files.writeString(MOST, "0");
    }

    /** Tells whether it may be changed here: root may, in a network of its own. */
    public static boolean possible() {
        return Files.isWritable(MOST);
    }

    /** It remembers again as many as before, which can be read as a whole alone (proc(5)). */
    @Override
    public void close() throws IOException {
        Files.writeString(MOST, before);
    }
}
