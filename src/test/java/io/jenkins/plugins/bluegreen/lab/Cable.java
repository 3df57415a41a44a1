package io.jenkins.plugins.bluegreen.lab;

import java.util.concurrent.ThreadLocalRandom;

/** A network cable from this machine to a {@link SeparateHost} (veth(4)), which goes with that host. */
public final class Cable {

    private final String near;
    private final String far;
    private final String plug;

    /** Lays it to the network that a process is in. */
    Cable(long pid) {
        // Of the private network 10.0.0.0/8, so that two people may test on one machine.
        int number = ThreadLocalRandom.current().nextInt(1 << 16);
        String net = "10." + (64 + (number >> 14)) + "." + (number >> 6 & 255) + ".";
        int first = (number & 63) * 4;
        near = net + (first + 1);
        far = net + (first + 2);
        plug = "bg" + number;
        Programs.run("sh", "-ec", """
                ip link add "$1" type veth peer name eth0 netns "$2"
                ip addr add "$3/30" dev "$1"
                ip link set "$1" up
                nsenter -t "$2" -n ip addr add "$4/30" dev eth0
                nsenter -t "$2" -n ip link set eth0 up
                nsenter -t "$2" -n ip link set lo up
                """, "cable", plug, Long.toString(pid), near, far);
    }

    /** Returns this machine's address on it. */
    public String near() {
        return near;
    }

    /** Returns the host's address on it. */
    public String far() {
        return far;
    }

    /** Pulls it: from now on not a packet comes through, and nobody is told. */
    public void pull() {
        Programs.run("ip", "link", "set", plug, "down");
    }
}
