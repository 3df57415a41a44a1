package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The socket by which a HAProxy that runs is asked and told (Management Guide, 9.3): a line with commands, and then what each of them says.
 *
 * @param host where it is
 * @param path its absolute path there
 */
record RuntimeSocket(RemoteHost host, String path) {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A map of some ten thousand lines; more is not for one that is looked at in each deployment. */
    private static final int MOST = 4_000_000;

    /**
     * Has it carry out some commands, one after the other.
     *
     * @return all that they said
     * @throws HostException if nothing can be said there, or the answer does not come in time
     */
    String say(String commands) throws HostException {
        try (ByteStream stream = host.connect(path, LIMIT)) {
            // A read ends when the stream is closed.
            CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .execute(stream::close);
            stream.out().write((commands + "\n").getBytes(StandardCharsets.ISO_8859_1));
            stream.out().flush();
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            byte[] some = new byte[16_384];
            for (int count = stream.in().read(some);
                    count >= 0;
                    count = stream.in().read(some)) {
                said.write(some, 0, count);
                if (said.size() > MOST) {
                    throw new HostException("HAProxy on " + host.name() + " says more than " + MOST
                            + " bytes of its map; give the applications a map file of their own.");
                }
            }
            if (said.size() == 0) {
                throw new HostException("HAProxy on " + host.name() + " said nothing at " + path + ".");
            }
            return said.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new HostException(
                    "HAProxy on " + host.name() + " did not answer at " + path + ": " + e.getMessage() + ".", "", e);
        }
    }
}
