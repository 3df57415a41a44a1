package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The part of httpd's configuration that an application needs, ready to paste. */
public final class HttpdBlock {

    private static final String HOST = """
            # a2enmod rewrite proxy_http headers%7$s
            <VirtualHost *:%1$d>%2$s
                ServerName %3$s
            %4$s    ProxyPreserveHost On
                RequestHeader set X-Forwarded-Proto expr=%%{REQUEST_SCHEME}
                RewriteEngine On
            %5$s%6$s</VirtualHost>
            """;

    // proxy-prefetch-nonblocking: httpd connects as soon as a request has come, and sends its body on as it comes, so
    // that a slow upload
    // has its slot from its beginning; without, it reads up to 16 kB of that before.
    private static final String RULES = """
                # no file means blue: where green is live already, create it before the reload
                RewriteRule ^ - [E=SERVICE_PORT:%1$d,E=proxy-prefetch-nonblocking:1]
                RewriteCond %3$s -f
                RewriteRule ^ - [E=SERVICE_PORT:%2$d]
                RewriteRule ^/(.*)$ %4$s%%{ENV:SERVICE_PORT}/$1 [P]
            """;

    /** The same where some are led to the slot that is not live. */
    private static final String CHOICE = """
                # where it is led to
                # no file means blue: where green is live already, create it before the reload
                RewriteRule ^ - [E=OTHER_PORT:%2$d,E=SERVICE_PORT:%1$d,E=TO:%4$s,E=proxy-prefetch-nonblocking:1]
                RewriteCond %3$s -f
                RewriteRule ^ - [E=OTHER_PORT:%1$d,E=SERVICE_PORT:%2$d]
            %5$s    RewriteRule ^/(.*)$ %%{ENV:TO}%%{ENV:SERVICE_PORT}/$1 [P]
            """;

    private static final String LED = """
                RewriteCond %s -f
                RewriteRule ^ - [E=SERVICE_PORT:%%{ENV:OTHER_PORT},E=TO:balancer://%s]
            """;

    /** The modules that it takes besides. */
    private static final String MODULES = " proxy_balancer lbmethod_byrequests";

    private static final String WORKER = """
                <Proxy "http://%1$s:%2$d">
                    ProxySet %3$s
                </Proxy>
            """;

    private HttpdBlock() {}

    /**
     * Returns the virtual host of one application, with what it takes to lead testers to a slot where that is wanted.
     *
     * @param hosts where the application runs, if httpd runs elsewhere; an empty list if on the same host
     * @param frontDoor the URL that users call, which says where httpd listens; where there is none, that is a guess
     */
    public static String of(
            ApplicationName app, SlotPair slots, HttpdConfig router, List<Target> hosts, Optional<URI> frontDoor) {
        if (router.preview()) {
            return idle(new Led(app, slots, router, false), hosts, frontDoor);
        }
        List<String> servers = servers(hosts);
        String rules = RULES.formatted(slots.blue(), slots.green(), router.flagFile(), address(app, servers));
        return host(app, frontDoor, rules, sections(app, slots, servers), "");
    }

    /** Returns the same with what it takes to lead a share of the clients to a slot. */
    public static String withCanary(
            ApplicationName app, SlotPair slots, HttpdConfig router, List<Target> hosts, Optional<URI> frontDoor) {
        return idle(new Led(app, slots, router, true), hosts, frontDoor);
    }

    /**
     * What runs in the slots, as httpd is told of it.
     *
     * @param servers the addresses; one, or several that take turns
     */
    private record Members(List<String> servers) {

        // ttl: an idle connection is not used again when an application may be about to close it, as some do after 5 s.
        // retry: the one server of a slot is asked again at once after a request that failed.
        static final String OPTIONS = "connectiontimeout=2 ttl=2 retry=0 upgrade=websocket";

        Members {
            servers = List.copyOf(servers);
        }

        /**
         * Returns the lines of a balancer.
         *
         * @param retry for how many seconds one is not asked again that did not take a connection, as long as there is another one
         * @param more what is said of each besides
         */
        String lines(int port, int retry, String more) {
            return servers.stream()
                    .map(server -> "        BalancerMember http://" + server + ":" + port + " "
                            + OPTIONS.replace("retry=0", "retry=" + retry) + more + "\n")
                    .collect(Collectors.joining());
        }
    }

    /**
     * Who is led to the slot that is not live: a share of the clients, or who sends a token, or both.
     *
     * @param shares whether a share of the clients is
     */
    private record Led(ApplicationName app, SlotPair slots, HttpdConfig router, boolean shares) {

        /** Where they are led to, but for the port. */
        private String to() {
            return app + (shares ? "-canary-" : "-preview-");
        }

        private String rules(String address) {
            String file = router.flagFile();
            String led = (shares ? LED.formatted(FlagFile.canary(file) + HttpdCanary.FILE, to()) : "")
                    + (router.preview() ? LED.formatted(FlagFile.preview(file) + HttpdPreview.FILE, to()) : "");
            return (shares ? HttpdCanary.client() : "")
                    + (router.preview() ? HttpdPreview.client() : "")
                    + CHOICE.formatted(slots.blue(), slots.green(), file, address, led)
                    + (shares ? HttpdCanary.log(app) : "");
        }

        /** Who is led to a slot that is gone is answered by the live one, which is asked when the other one does not take a connection. */
        private String section(Slot slot, Members members) {
            return "    <Proxy \"balancer://" + to() + slots.port(slot) + "\">\n"
                    + members.lines(slots.port(slot), 1, "")
                    + members.lines(slots.port(slot.other()), 1, " status=+H") + "    </Proxy>\n";
        }
    }

    private static String idle(Led led, List<Target> hosts, Optional<URI> frontDoor) {
        List<String> servers = servers(hosts);
        Members members = new Members(servers);
        return host(
                led.app(),
                frontDoor,
                led.rules(address(led.app(), servers)),
                sections(led.app(), led.slots(), servers)
                        + led.section(Slot.BLUE, members)
                        + led.section(Slot.GREEN, members),
                MODULES);
    }

    private static String host(
            ApplicationName app, Optional<URI> frontDoor, String rules, String sections, String modules) {
        boolean tls =
                frontDoor.map(URI::getScheme).filter("https"::equalsIgnoreCase).isPresent();
        int port = frontDoor.map(URI::getPort).filter(given -> given > 0).orElse(tls ? 443 : 80);
        String name = frontDoor.map(URI::getHost).orElse(app + ".example.com");
        return HOST.formatted(
                port,
                frontDoor.isPresent()
                        ? ""
                        : "\n    # a guess: the port above and the name below are those that users call",
                name,
                tls ? certificate(name) : "",
                rules,
                sections,
                modules);
    }

    private static List<String> servers(List<Target> hosts) {
        // An address, never "localhost": that may be ::1, where the application need not listen.
        return hosts.isEmpty()
                ? List.of("127.0.0.1")
                : hosts.stream().map(HttpdBlock::bracketed).toList();
    }

    /** Returns what a slot is asked by, but for its port. */
    private static String address(ApplicationName app, List<String> servers) {
        return servers.size() > 1 ? "balancer://" + app + "-" : "http://" + servers.get(0) + ":";
    }

    private static String sections(ApplicationName app, SlotPair slots, List<String> servers) {
        return servers.size() > 1
                ? balancer(app, servers, slots.blue()) + balancer(app, servers, slots.green())
                : WORKER.formatted(servers.get(0), slots.blue(), Members.OPTIONS)
                        + WORKER.formatted(servers.get(0), slots.green(), Members.OPTIONS);
    }

    /** What the servers of a slot take turns by; where one of several is down, it need not be asked at once again. */
    private static String balancer(ApplicationName app, List<String> servers, int port) {
        return "    <Proxy \"balancer://" + app + "-" + port
                + "\">\n        # a2enmod proxy_balancer lbmethod_byrequests\n"
                + new Members(servers).lines(port, 2, "") + "    </Proxy>\n";
    }

    private static String certificate(String name) {
        return "    SSLEngine on\n    # a guess: its certificate and its key\n    SSLCertificateFile /etc/ssl/" + name
                + ".pem\n    SSLCertificateKeyFile /etc/ssl/" + name + ".key\n";
    }

    private static String bracketed(Target target) {
        return target.host().contains(":") ? "[" + target.host() + "]" : target.host();
    }
}
