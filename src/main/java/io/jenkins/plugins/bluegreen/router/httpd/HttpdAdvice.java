package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What in the configuration of httpd costs requests or time at a switch, each with the line to change. */
final class HttpdAdvice {

    private HttpdAdvice() {}

    static List<String> of(Hosts hosts, SlotPair slots) {
        Set<String> found = new LinkedHashSet<>();
        for (VirtualHost host : hosts.going()) {
            String where = " (" + host.shown() + ").";
            String whole = text(host.lines());
            if (!whole.contains("proxy-prefetch-nonblocking")) {
                found.add(
                        "httpd chooses the slot before it has read the beginning of a body, and connects after that, so a slow upload"
                                + " finds the old slot stopped (503); add 'E=proxy-prefetch-nonblocking:1' to the RewriteRule that"
                                + " sets blue's port" + where);
            }
            for (Slot slot : Slot.values()) {
                String worker = worker(hosts, host, slots.port(slot));
                if (!worker.isEmpty() && !worker.contains("retry=0")) {
                    found.add("httpd answers 503 for 60 s, without asking, once a connection to the " + slot.label()
                            + " slot was refused; put 'retry=0' into its ProxySet or ProxyPass" + where);
                }
                if (!worker.isEmpty()
                        && !worker.contains("disablereuse=on")
                        && !worker.matches("(?s).*\\bttl=[1-4]\\b.*")) {
                    found.add(
                            "httpd may send a request over an idle connection that the application is just closing (502), and keeps"
                                    + " such connections to the old slot until the application closes them; put 'ttl=2', or"
                                    + " 'disablereuse=on', into the ProxySet or ProxyPass of the " + slot.label()
                                    + " slot" + where);
                }
            }
        }
        return List.copyOf(found);
    }

    /** Returns what is said of the connections to a slot; an empty text where that has no pool of its own, so that none is kept. */
    private static String worker(Hosts hosts, VirtualHost host, int port) {
        List<Line> lines = Stream.concat(hosts.main().lines().stream(), host.lines().stream())
                .toList();
        StringBuilder found = new StringBuilder();
        boolean inside = false;
        for (Line line : lines) {
            boolean names = line.words().stream().anyMatch(word -> word.matches("\\w+://[^/]*:" + port + "(/.*)?"));
            if (line.is("<proxy")) {
                inside = names;
            } else if (line.is("</proxy")) {
                inside = false;
            }
            boolean own = names && (line.is("proxypass") || line.is("proxyset") || line.is("balancermember"));
            if (inside || own) {
                found.append(String.join(" ", line.words())).append('\n');
            }
        }
        return found.toString();
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(line -> String.join(" ", line.words())).collect(Collectors.joining("\n"));
    }
}
