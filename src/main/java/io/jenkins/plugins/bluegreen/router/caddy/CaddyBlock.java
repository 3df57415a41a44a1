package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The part of a Caddyfile that an application needs, ready to paste. */
public final class CaddyBlock {

    private static final String SITE = """
            %1$s {
                # no file means blue: where green is live already, create it before the reload
                @green file {  # looked for at each request
                    root %2$s
                    try_files %3$s
                }
                handle @green {
            %4$s    }
                handle {
            %5$s    }
            }
            """;

    // An idle connection to the old slot ends soon, so that its drain need not wait for the default of 2 minutes. The
    // body of a request is
    // sent on as it comes, so that a slow upload has its slot from its beginning.
    private static final String PROXY = """
                    reverse_proxy%1$s {  # %2$s
                        transport http {
                            keepalive 2s
                        }
                    }
            """;

    private CaddyBlock() {}

    /**
     * Returns the site of one application, with what it takes to lead testers to a slot where that is wanted.
     *
     * @param hosts where the application runs, if Caddy runs elsewhere; an empty list if on the same host
     * @param frontDoor the URL that users call, which says where Caddy listens; where there is none, that is a guess
     */
    public static String of(
            ApplicationName app, SlotPair slots, CaddyConfig router, List<Target> hosts, Optional<URI> frontDoor) {
        if (router.preview()) {
            return address(app, frontDoor) + " {\n" + CaddyPreview.client() + idle(slots, router, hosts, false) + "}\n";
        }
        FlagPath flag = new FlagPath(router.flagFile());
        return SITE.formatted(
                address(app, frontDoor),
                flag.folder(),
                flag.name(),
                proxy(slots, Slot.GREEN, hosts),
                proxy(slots, Slot.BLUE, hosts));
    }

    /** Returns the same with what it takes to lead a share of the clients to a slot. */
    public static String withCanary(
            ApplicationName app, SlotPair slots, CaddyConfig router, List<Target> hosts, Optional<URI> frontDoor) {
        return address(app, frontDoor) + " {\n"
                + CaddyCanary.client()
                + (router.preview() ? CaddyPreview.client() : "")
                + idle(slots, router, hosts, true)
                + CaddyCanary.log(app) + "}\n";
    }

    private static String idle(SlotPair slots, CaddyConfig router, List<Target> hosts, boolean shares) {
        List<String> servers = hosts.isEmpty()
                ? List.of("127.0.0.1")
                : hosts.stream().map(CaddyBlock::bracketed).toList();
        return new CaddyIdle(slots, new FlagPath(router.flagFile()), servers, shares, router.preview()).text();
    }

    /** Returns what users ask for; by itself, Caddy speaks TLS where it is told a name alone. */
    private static String address(ApplicationName app, Optional<URI> frontDoor) {
        if (frontDoor.isEmpty()) {
            return "# a guess: the name that users call; 'http://' before it for no TLS\n" + app + ".example.com";
        }
        URI url = frontDoor.get();
        return url.getScheme() + "://" + url.getHost() + (url.getPort() > 0 ? ":" + url.getPort() : "");
    }

    private static String proxy(SlotPair slots, Slot slot, List<Target> hosts) {
        // An address, never "localhost": that may be ::1, where the application need not listen.
        String servers = hosts.isEmpty()
                ? " 127.0.0.1:" + slots.port(slot)
                : hosts.stream()
                        .map(host -> " " + bracketed(host) + ":" + slots.port(slot))
                        .collect(Collectors.joining());
        return PROXY.formatted(servers, slot.label());
    }

    private static String bracketed(Target target) {
        return target.host().contains(":") ? "[" + target.host() + "]" : target.host();
    }
}
