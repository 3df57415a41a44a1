package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The part of HAProxy's configuration that an application needs, ready to paste. */
public final class HaproxyBlock {

    private static final String FRONT = """
            # As root, so that the file is the login user's to replace; what it says already stays.
            # Where green is live already, have it say green before HAProxy is reloaded.
            #   %s
            global
                # 'group' is one that the login user is in; 'level admin' lets it set the map.
                stats socket %s group deploy mode 660 level admin

            # Where a frontend, or a 'listen', has this port already, leave this one out: two at one port get each other's requests,
            # by chance. Put the lines below its timeouts there instead, before the use_backend lines of that one.
            frontend %s
                mode http
                bind :%d%s
                timeout client 1m
                timeout http-keep-alive 75s
                # Who asks, and whether by TLS: X-Forwarded-For and X-Forwarded-Proto
                option forwardfor
                http-request set-header X-Forwarded-Proto %%[ssl_fc,iif(https,http)]
            %s
            """;

    private static final String CHOICE = """
                # The map is asked at each request. A key that is not there yet means blue.
                use_backend %s_%%[str(%s),map(%s,blue)] if %s
            """;

    private HaproxyBlock() {}

    /**
     * Returns the same with what it takes to lead a share of the clients to a slot.
     *
     * @param hosts as {@link #of}, as is all else
     */
    public static String withCanary(
            ApplicationName app,
            SlotPair slots,
            HaproxyRouterConfig config,
            List<String> hosts,
            Optional<URI> frontDoor) {
        MapPlace place = ((HaproxyRouterConfig) config.of(app)).place();
        return led(
                place, slots, hosts, frontDoor, LeadingRules.of(place, asked(app, frontDoor), true, config.preview()));
    }

    /**
     * Returns it, with what it takes to lead testers to a slot where that is wanted.
     *
     * @param config how it is switched
     * @param hosts where the application runs; an empty list for where HAProxy does
     * @param frontDoor the URL that users call, where it is known
     */
    public static String of(
            ApplicationName app,
            SlotPair slots,
            HaproxyRouterConfig config,
            List<String> hosts,
            Optional<URI> frontDoor) {
        MapPlace place = ((HaproxyRouterConfig) config.of(app)).place();
        if (config.preview()) {
            return led(place, slots, hosts, frontDoor, LeadingRules.of(place, asked(app, frontDoor), false, true));
        }
        String choice = CHOICE.formatted(place.name(), place.key(), place.file(), asked(app, frontDoor));
        return front(place, frontDoor, choice)
                + backend(place.name(), Slot.BLUE, slots, hosts, false)
                + backend(place.name(), Slot.GREEN, slots, hosts, false);
    }

    /** Returns it where some are led to the slot that is not live. */
    private static String led(
            MapPlace place, SlotPair slots, List<String> hosts, Optional<URI> frontDoor, String rules) {
        return front(place, frontDoor, rules)
                + backend(place.name(), Slot.BLUE, slots, hosts, true)
                + backend(place.name(), Slot.GREEN, slots, hosts, true);
    }

    /** Returns the condition for requests for the application. */
    private static String asked(ApplicationName app, Optional<URI> frontDoor) {
        return "{ req.hdr(host),field(1,:) -i "
                + frontDoor.map(URI::getHost).orElse(app + ".example.com") + " }"
                + (frontDoor.isPresent() ? "" : "  # a guess");
    }

    private static String front(MapPlace place, Optional<URI> frontDoor, String choice) {
        return FRONT.formatted(
                String.join("\n#   ", place.made("deploy")),
                place.socket(),
                place.name(),
                port(frontDoor),
                frontDoor.filter(url -> "https".equals(url.getScheme())).isPresent()
                        ? "  # and, for TLS: bind :443 ssl crt /etc/haproxy/certs/"
                        : "",
                choice);
    }

    private static int port(Optional<URI> frontDoor) {
        return frontDoor
                .filter(url -> "http".equals(url.getScheme()) && url.getPort() > 0)
                .map(URI::getPort)
                .orElse(80);
    }

    /**
     * @param led whether some may be led there while it is not live: then the other slot is asked where this one is gone, which HAProxy does
     *     for one server that the next one stands for; where there are several hosts, another one is asked by itself
     */
    private static String backend(String name, Slot slot, SlotPair slots, List<String> hosts, boolean led) {
        StringBuilder text = new StringBuilder("""
                backend %s_%s
                    mode http
                    timeout connect 2s
                    timeout server 1m
                    timeout tunnel 1h
                    option redispatch%s
                    # No 'check': HAProxy would learn too late that a slot is up. Idle connections end soon, so that the drain is short.
                    default-server pool-purge-delay 1s
                """.formatted(name, slot.label(), led ? " 1  # at once" : ""));
        List<String> at = hosts.isEmpty() ? List.of("127.0.0.1") : hosts;
        if (led) {
            text.append("""
                    # What nobody has answered is asked once more, but for what might do something twice.
                    retry-on conn-failure empty-response
                    http-request disable-l7-retry unless { method GET HEAD }
                """);
        }
        boolean falls = led && at.size() == 1;
        if (falls) {
            text.append(
                    "    # The first server is asked, and where it is gone, the second one: that is the other slot.\n");
            text.append("    balance first\n");
        }
        for (int i = 0; i < at.size(); i++) {
            text.append("    server app%d %s:%d%n".formatted(i + 1, at.get(i), slots.port(slot)));
        }
        if (falls) {
            text.append("    server other1 %s:%d%n".formatted(at.get(0), slots.port(slot.other())));
        }
        return text.append('\n').toString();
    }
}
