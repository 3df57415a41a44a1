package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whether a switch leads all of HAProxy to the servers that it is meant to, as far as the names of their backends tell which ones that are. */
final class ServersFit {

    private ServersFit() {}

    /**
     * Looks at those of backends that are named by the application and a slot.
     *
     * @param app what such names begin with
     * @throws HostException if one is at another port, is taken out, or is asked by HAProxy itself whether it is up; if a socket is but that
     *     of one process of several
     */
    static void check(String host, String app, SlotPair slots, Running running) throws HostException {
        if (running.processes() > 1) {
            throw new HostException(
                    "HAProxy on " + host + " runs in " + running.processes()
                            + " processes (nbproc), each with a map of its own, of which a socket sets one; use 'nbthread' instead.");
        }
        for (Slot slot : Slot.values()) {
            List<Running.Server> own = running.servers().stream()
                    .filter(server -> named(server.backend(), app, slot))
                    .toList();
            if (own.stream().noneMatch(server -> server.at(slots.port(slot))) && !own.isEmpty()) {
                throw new HostException(
                        "HAProxy on " + host + " has no server at port " + slots.port(slot) + " ("
                                + slot.label() + ") in backend " + own.get(0).backend() + ", but at "
                                + String.join(
                                        ", ",
                                        own.stream()
                                                .map(Running.Server::address)
                                                .toList())
                                + "; have HAProxy and this deployment name the same ports, or give this application a key of its own.");
            }
            for (Running.Server server : own) {
                check(host, server);
            }
        }
    }

    /** Tells whether a backend is named so. */
    static boolean named(String backend, String app, Slot slot) {
        String name = backend.toLowerCase(Locale.ROOT);
        return Stream.of("_", "-", ".")
                .anyMatch(between -> name.equals(app.toLowerCase(Locale.ROOT) + between + slot.label()));
    }

    private static void check(String host, Running.Server server) throws HostException {
        String where = "The server " + server.name() + " in backend " + server.backend() + " of HAProxy on " + host;
        if (server.paused()) {
            throw new HostException(where + " is taken out (" + server.status()
                    + "), so users would be answered 503 after a switch; set it ready.");
        }
        if (server.checked()) {
            throw new HostException(
                    where + " has 'check', so that HAProxy learns only some seconds after a start that it is up, and"
                            + " would answer 503 until then, and its own questions look like users; take it out: this plugin looks itself"
                            + " whether a slot is healthy.");
        }
    }
}
