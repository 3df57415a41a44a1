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
            # Once, as root, so that the file is the login user's to replace, and holds what is live:
            #   install -d -o deploy -m 755 %s && echo '%s blue' | install -o deploy -m 644 /dev/stdin %s
            global
                # 'group' is one that the login user is in; 'level admin' lets it set the map.
                stats socket %s group deploy mode 660 level admin

            frontend %s
                mode http
                bind :%d%s
                timeout client 1m
                timeout http-keep-alive 75s
                # The map is asked at each request. A key that is not there yet means blue.
                use_backend %s_%%[str(%s),map(%s,blue)] if { req.hdr(host),field(1,:) -i %s }%s

            """;

    private HaproxyBlock() {}

    /**
     * Returns it.
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
        String name = place.name();
        String host = frontDoor.map(URI::getHost).orElse(app + ".example.com");
        String guess = frontDoor.isPresent() ? "" : "  # a guess";
        String file = place.file();
        return FRONT.formatted(
                        file.substring(0, Math.max(1, file.lastIndexOf('/'))),
                        place.key(),
                        file,
                        place.socket(),
                        name,
                        port(frontDoor),
                        frontDoor.filter(url -> "https".equals(url.getScheme())).isPresent()
                                ? "  # and, for TLS: bind :443 ssl crt /etc/haproxy/certs/"
                                : "",
                        name,
                        place.key(),
                        file,
                        host,
                        guess)
                + backend(name, Slot.BLUE, slots, hosts)
                + backend(name, Slot.GREEN, slots, hosts);
    }

    private static int port(Optional<URI> frontDoor) {
        return frontDoor
                .filter(url -> "http".equals(url.getScheme()) && url.getPort() > 0)
                .map(URI::getPort)
                .orElse(80);
    }

    private static String backend(String name, Slot slot, SlotPair slots, List<String> hosts) {
        StringBuilder text = new StringBuilder("""
                backend %s_%s
                    mode http
                    timeout connect 2s
                    timeout server 1m
                    timeout tunnel 1h
                    option redispatch
                    # No 'check': HAProxy would learn too late that a slot is up. Idle connections end soon, so that the drain is short.
                    default-server pool-purge-delay 1s
                """.formatted(name, slot.label()));
        List<String> at = hosts.isEmpty() ? List.of("127.0.0.1") : hosts;
        for (int i = 0; i < at.size(); i++) {
            text.append("    server app%d %s:%d%n".formatted(i + 1, at.get(i), slots.port(slot)));
        }
        return text.append('\n').toString();
    }
}
