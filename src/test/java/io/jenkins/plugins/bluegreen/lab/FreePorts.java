package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * TCP ports of the loopback address that nobody uses, and that nobody gets who connects to somewhere (ip_local_port_range, from
 * 32768 on): a test may leave one alone for a while.
 */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int ABOVE_ALL = 32_000;
    private static final Random RANDOM = new Random();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** Returns a free one, and each only once. */
    public static synchronized int next() {
        while (true) {
            int port = LOWEST + RANDOM.nextInt(ABOVE_ALL - LOWEST);
            if (free(port) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns two, for the slots of an application: as far apart as no test takes the port of a health check to be from them. */
    public static SlotPair slots() {
        int blue = next();
        int green = next();
        while (Math.abs(green - blue) < 10 || Math.abs(green - blue) % 1000 == 0) {
            green = next();
        }
        return new SlotPair(blue, green);
    }
}
