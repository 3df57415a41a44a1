package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.proof.TcpTable.Connection;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which connections come to the slots, and whether a router makes them.
 *
 * @param app the application's hosts
 * @param router the router's host; nothing where it may be any
 * @param users as whom the router opens its connections; empty where that is not known
 * @param slots the ports
 */
record Arrivals(List<RemoteHost> app, Optional<RemoteHost> router, Set<Integer> users, SlotPair slots) {

    /** Who made a connection, as far as that is seen. */
    enum By {
        /** Somebody who is the same user on the router's host as the router. */
        ROUTER,
        /** Somebody else there. */
        OTHER,
        /** That is not seen: its end there is closed already, or out of sight. */
        UNKNOWN
    }

    /**
     * @param near whether it comes from the router's host
     * @param taken whether the application's host has taken it; one with a full queue does not
     * @param got how many bytes have come to the slot; -1 where that is not known
     */
    private record Seen(By by, boolean near, boolean taken, boolean open, boolean over, long got) {

        static Seen of(By by, boolean near, Connection each) {
            return new Seen(by, near, each.taken(), each.open(), each.over(), each.got());
        }

        /** Returns the same, seen from the other side. */
        Seen from(By whom, Connection each) {
            return new Seen(whom, true, each.taken(), each.open(), each.over(), got);
        }

        /** Something has come over it that was there already. */
        boolean isUsed(Seen was) {
            return was != null && was.got >= 0 && got > was.got;
        }

        /** A port of a client that is over may be given to another connection. */
        boolean isNew(Seen was) {
            return taken && (was == null || !was.taken || was.over && !over);
        }
    }

    /**
     * How many connections have come.
     *
     * @param all those that may be the router's
     * @param sure those of them that are, as far as is seen
     */
    record Came(int all, int sure) {

        boolean none() {
            return all == 0;
        }
    }

    /**
     * What was seen at one moment.
     *
     * @param slots for each slot the connections, by the application's host and the client's address and port
     */
    record Look(Map<Slot, Map<String, Seen>> slots) {

        /** No connection at all. */
        static final Look NONE = new Look(Map.of(Slot.BLUE, Map.of(), Slot.GREEN, Map.of()));

        /** Returns what has come since then that may be the router's. */
        Came since(Look before, Slot slot) {
            return came(news(before, slot));
        }

        /** Returns what of that comes from the router's host. */
        Came near(Look before, Slot slot) {
            return came(news(before, slot).filter(Seen::near));
        }

        private static Came came(Stream<Seen> news) {
            List<By> by = news.map(Seen::by).toList();
            return new Came(by.size(), Collections.frequency(by, By.ROUTER));
        }

        private Stream<Seen> news(Look before, Slot slot) {
            return slots.get(slot).entrySet().stream()
                    .filter(each -> each.getValue().isNew(before.slots.get(slot).get(each.getKey())))
                    .map(Map.Entry::getValue)
                    .filter(each -> each.by() != By.OTHER);
        }

        /**
         * Tells whether something came since then over one of the router's own that was there already. That speaks for a slot; it does not
         * speak against one, where a WebSocket may be open that was opened before the switch.
         */
        boolean used(Look before, Slot slot) {
            return slots.get(slot).entrySet().stream()
                    .filter(each -> each.getValue().by() == By.ROUTER)
                    .anyMatch(each ->
                            each.getValue().isUsed(before.slots.get(slot).get(each.getKey())));
        }

        /** Returns how many have come since then from the router's host that may be the router's. */
        long fromItsHost(Look before, Slot slot) {
            return news(before, slot).filter(Seen::near).count();
        }

        /** Tells whether somebody who may be the router asks for one that nobody takes. */
        boolean knocks(Slot slot) {
            return slots.get(slot).values().stream().anyMatch(each -> !each.taken() && each.by() != By.OTHER);
        }

        private boolean has(Slot slot, String connection) {
            Seen seen = slots.get(slot).get(connection);
            return seen != null && seen.taken() && !seen.over();
        }

        /** Returns how many are open that were not there then. */
        private long open(Look before, Slot slot, By by) {
            return slots.get(slot).entrySet().stream()
                    .filter(each ->
                            each.getValue().open() && each.getValue().by() == by && !before.has(slot, each.getKey()))
                    .count();
        }
    }

    /** Tells whether it is seen which connections are the router's, as long as they are open. */
    boolean seesTheRouter() {
        return router.isPresent() && !users.isEmpty();
    }

    /** Returns how many connections are open that have come since then and may be the router's. */
    long kept(Look now, Look since, Slot slot) {
        return now.open(since, slot, seesTheRouter() ? By.ROUTER : By.UNKNOWN);
    }

    /** Looks. */
    Look look(Cancellation cancellation) throws HostException, CancelledException, InterruptedException {
        Map<RemoteHost, TcpTable> tables = tables(cancellation);
        return new Look(Map.of(Slot.BLUE, at(Slot.BLUE, tables), Slot.GREEN, at(Slot.GREEN, tables)));
    }

    private Map<RemoteHost, TcpTable> tables(Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        Set<RemoteHost> hosts = new LinkedHashSet<>(app);
        router.ifPresent(hosts::add);
        Map<RemoteHost, TcpTable> tables = new ConcurrentHashMap<>();
        InParallel.each(List.copyOf(hosts), cancellation, host -> tables.put(host, TcpTable.of(host, slots)));
        return tables;
    }

    /** Returns the hosts that forget connections at once that are over, each with how many it remembers: of those none are seen. */
    List<String> forgetful(Cancellation cancellation) throws HostException, CancelledException, InterruptedException {
        return tables(cancellation).entrySet().stream()
                .filter(each -> !each.getValue().forgets().isEmpty())
                .map(each -> each.getKey().name() + " (" + each.getValue().forgets() + ")")
                .sorted()
                .toList();
    }

    private Map<String, Seen> at(Slot slot, Map<RemoteHost, TcpTable> tables) {
        Map<String, Seen> seen = new HashMap<>();
        int port = slots.port(slot);
        for (int i = 0; i < app.size(); i++) {
            TcpTable here = tables.get(app.get(i));
            for (Connection each : here.in()) {
                if (each.port() == port) {
                    seen.put(key(i, each), Seen.of(By.UNKNOWN, near(each, i, tables), each));
                }
            }
            if (router.isPresent()) {
                boolean same = isTheRouters(app.get(i), tables);
                for (Connection each : tables.get(router.get()).out()) {
                    if (each.port() == port && here.has(each.address(), same)) {
                        Seen there = seen.get(key(i, each));
                        By by = by(each);
                        seen.put(key(i, each), there == null ? Seen.of(by, true, each) : there.from(by, each));
                    }
                }
            } else {
                // Whichever side closed one first remembers it alone when it is over, and a client of a slot may be
                // there as well.
                for (Connection each : here.out()) {
                    if (each.port() == port && here.has(each.address(), true)) {
                        seen.putIfAbsent(key(i, each), Seen.of(By.UNKNOWN, false, each));
                    }
                }
            }
        }
        return seen;
    }

    /** Two clients may have ports of the same number. */
    private static String key(int host, Connection each) {
        return host + " " + each.from() + " " + each.client();
    }

    private boolean near(Connection each, int to, Map<RemoteHost, TcpTable> tables) {
        return router.isPresent() && tables.get(router.get()).has(each.from(), isTheRouters(app.get(to), tables));
    }

    /** Two logins may lead to one host, as other users. */
    private boolean isTheRouters(RemoteHost host, Map<RemoteHost, TcpTable> tables) {
        RemoteHost its = router.orElseThrow();
        return host == its
                || !host.identity().isEmpty() && host.identity().equals(its.identity())
                || tables.get(host).sharesItsNetwork(tables.get(its));
    }

    private By by(Connection each) {
        if (each.user().isEmpty() || users.isEmpty()) {
            return By.UNKNOWN;
        }
        return users.contains(each.user().getAsInt()) ? By.ROUTER : By.OTHER;
    }
}
