package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.plan.SlotPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** TCP ports of the loopback address that nobody uses. */
public final class FreePorts {

    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** Returns a free one, and each only once. */
    public static synchronized int next() {
        try {
            while (true) {
                try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    if (GIVEN.add(socket.getLocalPort())) {
                        return socket.getLocalPort();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns two, for the slots of an application. */
    public static SlotPair slots() {
        return new SlotPair(next(), next());
    }
}
