package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The TCP connections of a host that have to do with the ports of the slots, at one moment.
 *
 * @param in those to a port of this host
 * @param out those of this host to such a port, here or on another host
 * @param addresses the host's own addresses
 * @param forgets how many connections that are over its kernel remembers, where these are so many that it may remember no more of
 *     them; otherwise an empty text
 */
record TcpTable(List<Connection> in, List<Connection> out, List<String> addresses, String forgets) {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Where both ends are closed; the kernel remembers it for a minute (TIME_WAIT). */
    private static final String OVER = "06";

    private static final String OPEN = "01";

    /** One that is asked for, and nobody has taken yet (SYN_SENT). */
    private static final String ASKED_FOR = "02";

    /**
     * One connection.
     *
     * @param port of the side that listened
     * @param client the port of the other side
     * @param state as {@code /proc/net/tcp} writes it
     * @param address of the side that listened
     * @param from of the other side
     * @param user whose process has it; nothing where none has it any more, or that is not looked at
     * @param inode names the socket of the other side, for the kernel that both may share; 0 where none has it any more, or that is not
     *     looked at
     * @param got how many bytes have come to the side that listened; -1 where that is not known
     */
    record Connection(
            int port, int client, String state, String address, String from, OptionalInt user, long inode, long got) {

        boolean open() {
            return state.equals(OPEN);
        }

        boolean over() {
            return state.equals(OVER);
        }

        boolean taken() {
            return !state.equals(ASKED_FOR);
        }
    }

    /** Looks at a host. */
    static TcpTable of(RemoteHost host, SlotPair slots) throws HostException, InterruptedException {
        Command command = Command.script(TcpTable.class, "connections", word(slots.blue()), word(slots.green()));
        String out = host.require(command, LIMIT, "The TCP connections of " + host.name() + " could not be looked at")
                .out();
        Map<String, Long> got = new HashMap<>();
        of("got", out)
                .forEach(words -> got.put(words[1] + " " + literal(words[4]) + " " + words[2], Long.valueOf(words[3])));
        String forgets = of("over", out)
                .map(words -> forgets(Long.parseLong(words[1]), Long.parseLong(words[2])))
                .findFirst()
                .orElse("");
        TcpTable table = new TcpTable(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), forgets);
        Stream.of("own", "in", "out").flatMap(what -> of(what, out)).forEach(words -> table.add(words, got));
        return table;
    }

    /** Returns a port as the script is given it: on the host, each conversion would be a process. */
    private static String word(int port) {
        return String.format(Locale.ROOT, "%d=%04X", port, port);
    }

    private static Stream<String[]> of(String what, String out) {
        return out.lines().map(line -> line.split(" ")).filter(words -> words[0].equals(what));
    }

    /** Some may have been over for long enough since it forgot the last one. */
    private static String forgets(long now, long most) {
        return now * 10 >= most * 9 ? now + " of " + most : "";
    }

    /** Returns an address as {@link #address} does, of one that ss(8) wrote. */
    private static String literal(String text) {
        String plain = text.replaceAll("%[^\\]]*|[\\[\\]]", "");
        if (!plain.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return text; // nobody is to be asked for a name
        }
        try {
            InetAddress address = InetAddress.getByName(plain);
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(address.getAddress())
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            return text;
        }
    }

    private void add(String[] words, Map<String, Long> got) {
        if (words[0].equals("own")) {
            addresses.add(words[1].length() == 32 ? words[1].toLowerCase(Locale.ROOT) : words[1]);
            return;
        }
        boolean in = words[0].equals("in");
        long inode = in ? 0 : Long.parseLong(words[6]);
        int client = Integer.parseInt(words[2], 16);
        Connection connection = new Connection(
                Integer.parseInt(words[1]),
                client,
                words[3],
                address(words[4]),
                address(words[in ? 5 : 7]),
                inode != 0 ? OptionalInt.of(Integer.parseInt(words[5])) : OptionalInt.empty(),
                inode,
                in ? got.getOrDefault(words[1] + " " + address(words[5]) + " " + client, -1L) : -1);
        (in ? this.in : out).add(connection);
    }

    /** Returns an address as {@code own} lines have it: the kernel writes four bytes at a time, the last one first. */
    private static String address(String hex) {
        StringBuilder bytes = new StringBuilder();
        for (int word = 0; word < hex.length(); word += 8) {
            for (int at = word + 6; at >= word; at -= 2) {
                bytes.append(hex, at, at + 2);
            }
        }
        String all = bytes.toString().toLowerCase(Locale.ROOT);
        String v4 = all.length() == 8 ? all : all.startsWith("00000000000000000000ffff") ? all.substring(24) : "";
        if (v4.isEmpty()) {
            return all;
        }
        List<String> numbers = new ArrayList<>();
        for (int at = 0; at < 8; at += 2) {
            numbers.add(String.valueOf(Integer.parseInt(v4.substring(at, at + 2), 16)));
        }
        return String.join(".", numbers);
    }

    /** Tells whether a socket is seen by both: two that are told apart otherwise have one network then, such as a container that has its host's. */
    boolean sharesItsNetwork(TcpTable other) {
        return out.stream()
                .filter(each -> each.inode() != 0)
                .anyMatch(each -> other.out.stream()
                        .anyMatch(its -> its.inode() == each.inode()
                                && its.client() == each.client()
                                && its.from().equals(each.from())));
    }

    /** Tells whether an address is one of this host's for a connection that begins on that host. */
    boolean has(String address, boolean begunHere) {
        boolean loopback = address.startsWith("127.") || address.equals("00000000000000000000000000000001");
        return loopback ? begunHere : addresses.contains(address);
    }
}
