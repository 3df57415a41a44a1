package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The TCP connections of one host, as {@code connections.sh} prints them. */
final class Connections {

    static final int ROUTER_USER = 33;

    private static final Duration SEEN = Duration.ofSeconds(2);

    private final Machine machine;
    private final World world;
    private final List<Line> lines = new ArrayList<>();
    private int port = 0x8000;
    private String own;

    private record Line(String text, Instant until) {}

    Connections(Machine machine) {
        this.machine = machine;
        this.world = machine.world;
    }

    /** A router's connection comes to a slot: it stays open for a while where it is seen whose it is, and is over already otherwise. */
    void come(Slot slot, Machine from) {
        port = port == 0xFFFF ? 0x8000 : port + 1;
        boolean here = from == machine;
        String to = here ? "0100007F" : address();
        String by = here ? "0100007F" : from.connections.address();
        int at = World.SLOTS.port(slot);
        String client = Integer.toHexString(port).toUpperCase(Locale.ROOT);
        if (world.seesUsers) {
            add("in " + at + " " + client + " 01 " + to + " " + by);
            from.connections.add(
                    "out " + at + " " + client + " 01 " + to + " " + ROUTER_USER + " " + inode(from) + " " + by);
        } else {
            add("in " + at + " " + client + " 06 " + to + " " + by);
        }
    }

    /** Two hosts of which one is seen to have a socket of the other are one. */
    private long inode(Machine from) {
        return from.number * 100_000L + port;
    }

    private void add(String line) {
        lines.add(new Line(line, world.now().plus(SEEN)));
    }

    String shown() {
        if (own == null) {
            own = "own 10." + (machine.number >> 16) + "." + (machine.number >> 8 & 255) + "." + (machine.number & 255)
                    + "\n";
        }
        if (lines.isEmpty()) {
            return own;
        }
        lines.removeIf(line -> line.until().isBefore(world.now()));
        StringBuilder text = new StringBuilder(own);
        lines.forEach(line -> text.append(line.text()).append('\n'));
        return text.toString();
    }

    /** Returns the host's address as the kernel writes it. */
    private String address() {
        return String.format(
                "%02X%02X%02X0A", machine.number & 255, machine.number >> 8 & 255, machine.number >> 16 & 255);
    }
}
