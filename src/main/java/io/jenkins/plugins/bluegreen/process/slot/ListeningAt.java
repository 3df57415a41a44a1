package io.jenkins.plugins.bluegreen.process.slot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A socket that listens, as proc_net_tcp(5) writes it: {@code 0100007F:1F90}, each 32 bits in the order of bytes of the host. */
final class ListeningAt {

    private static final String LOOPBACK = "[::1]:";

    private ListeningAt() {}

    /**
     * Tells it to a reader.
     *
     * @return {@code 8080} for all addresses, {@code 127.0.0.1:8080} or {@code [::1]:8080} for one, the text itself for another one of IPv6
     */
    static String of(String socket) {
        String address = socket.replaceFirst(":.*", "");
        int port = Integer.parseInt(socket.substring(socket.indexOf(':') + 1), 16);
        if (address.matches("0*")) {
            return Integer.toString(port);
        }
        if (address.matches("0{24}(01000000|00000001)")) {
            return LOOPBACK + port;
        }
        return address.matches("(0{16}(0000FFFF|FFFF0000))?.{8}")
                ? ipv4(address.substring(address.length() - 8)) + ":" + port
                : socket;
    }

    private static String ipv4(String hex) {
        List<String> bytes = new ArrayList<>();
        for (int at = 0; at < hex.length(); at += 2) {
            bytes.add(Integer.toString(Integer.parseInt(hex.substring(at, at + 2), 16)));
        }
        // Nearly all hosts write the last one first; an address of loopback tells.
        if (!bytes.get(0).equals("127")) {
            Collections.reverse(bytes);
        }
        return String.join(".", bytes);
    }
}
