package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The part of nginx's configuration that a layout needs, ready to paste. */
public final class ServerBlock {

    // keepalive_timeout (ngx_http_upstream_module, since 1.15.3): an idle connection to the old slot ends soon, so that
    // its
    // drain need not wait for the default of 60 s.
    private static final String UPSTREAM = """
            upstream %1$s_%2$d {  # %3$s
            %4$s    keepalive 32;
                keepalive_timeout 2s;
            }
            """;

    // An empty value, for all but a WebSocket, sends no such header. Several of these blocks may hold the same map.
    private static final String SERVER = """
            map $http_upgrade $connection_upgrade { default upgrade; "" ""; }  # WebSockets
            server {
            %4$s
            %2$s
                location / {
                    proxy_pass http://%1$s_$%3$s;
                    proxy_http_version 1.1;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection $connection_upgrade;
                    proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    proxy_set_header X-Forwarded-Proto $scheme;
                }
            }
            """;

    // The file test of "if" goes through nginx's cache of open files (ngx_http_script_file_code), which must not
    // remember it.
    private static final String FLAG = """
                open_file_cache off;
                # no file means blue: where green is live already, create it before the reload
                set $%1$s %2$d;  # blue
                if (-f %4$s) { set $%1$s %3$d; }  # green
            """;

    /** The same for what goes on to choose. */
    private static final String CHOICE = """
                open_file_cache off;
                # no file means blue: where green is live already, create it before the reload
                set $service_port %1$d;  # blue
                set $other_port %2$d;
                if (-f %3$s) { set $service_port %2$d; set $other_port %1$d; }  # green
                set $chosen_port $service_port;
            """;

    private static final String CHOSEN = "chosen_port";

    private static final String INCLUDE = """
                # it names the port that is live: write that before the reload
                include %4$s;  # set $%1$s %2$d;
            """;

    /** What nobody said, so that whoever pastes it looks at it. */
    private static final String GUESS = "  # a guess: ";

    private ServerBlock() {}

    /** Returns the same where the front door is not known. */
    public static String of(ApplicationName app, SlotPair slots, NginxConfig router, List<Target> hosts) {
        return of(app, slots, router, hosts, Optional.empty());
    }

    /** Returns the same with what it takes to lead a share of the clients to a slot; of a layout where that cannot be, without. */
    public static String withCanary(
            ApplicationName app, SlotPair slots, NginxConfig router, List<Target> hosts, Optional<URI> frontDoor) {
        if (!(router instanceof NginxConfig.Flag)) {
            return of(app, slots, router, hosts, frontDoor);
        }
        String around = CanaryBlock.around(app) + (previews(router) ? PreviewBlock.around() : "");
        String after = previews(router) ? PreviewBlock.within(router.file()) : "";
        String within = CanaryBlock.within(app, choice(slots, router.file()), router.file(), after);
        return upstreams(app, slots, hosts, true)
                + around
                + SERVER.formatted(app, within, CHOSEN, listening(app, frontDoor));
    }

    private static boolean previews(NginxConfig router) {
        return router instanceof NginxConfig.Flag flag && flag.preview();
    }

    private static String choice(SlotPair slots, String file) {
        return CHOICE.formatted(slots.blue(), slots.green(), file);
    }

    /**
     * Returns the upstreams and the server of one application.
     *
     * @param hosts where the application runs, if nginx runs elsewhere; an empty list if on the same host
     * @param frontDoor the URL that users call, which says where nginx listens; where there is none, that is a guess
     */
    public static String of(
            ApplicationName app, SlotPair slots, NginxConfig router, List<Target> hosts, Optional<URI> frontDoor) {
        if (previews(router)) {
            String within = choice(slots, router.file()) + PreviewBlock.within(router.file());
            return upstreams(app, slots, hosts, true)
                    + PreviewBlock.around()
                    + SERVER.formatted(app, within, CHOSEN, listening(app, frontDoor));
        }
        boolean flag = router instanceof NginxConfig.Flag;
        String variable = router instanceof NginxConfig.Include include && include.variable() != null
                ? include.variable()
                : NginxConfig.Include.DEFAULT_VARIABLE;
        String choice = (flag ? FLAG : INCLUDE).formatted(variable, slots.blue(), slots.green(), router.file());
        return upstreams(app, slots, hosts, flag) + SERVER.formatted(app, choice, variable, listening(app, frontDoor));
    }

    private static String upstreams(ApplicationName app, SlotPair slots, List<Target> hosts, boolean backup) {
        return upstream(app, slots, Slot.BLUE, hosts, backup) + upstream(app, slots, Slot.GREEN, hosts, backup);
    }

    /** Returns the lines that say where users come to. */
    private static String listening(ApplicationName app, Optional<URI> frontDoor) {
        if (frontDoor.isEmpty()) {
            return "    listen 80;" + GUESS + "the port that users come to\n    server_name " + app + ".example.com;"
                    + GUESS + "the name that they call\n";
        }
        URI url = frontDoor.get();
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        String name = url.getHost();
        return "    listen " + port + (tls ? " ssl;\n" : ";\n") + "    server_name " + name + ";\n"
                + (tls
                        ? "    ssl_certificate /etc/ssl/" + name + ".pem;" + GUESS + "its certificate\n"
                                + "    ssl_certificate_key /etc/ssl/" + name + ".key;" + GUESS + "its key\n"
                        : "");
    }

    /**
     * @param backup whether the other slot is asked where this one is gone: nginx chooses the slot of a request before it has read
     *     all of its body (the rewrite phase comes first), so that the old slot may be stopped when a slow upload is whole. Of old
     *     workers, which a reload leaves, the end can be waited for instead.
     */
    private static String upstream(ApplicationName app, SlotPair slots, Slot slot, List<Target> hosts, boolean backup) {
        // An address, never "localhost": that may be ::1, where the application need not listen.
        List<String> servers = hosts.isEmpty()
                ? List.of("127.0.0.1")
                : hosts.stream().map(ServerBlock::address).toList();
        // Without this, nginx would pass over the only server of a slot for 10 s after a request that came too late.
        String always = servers.size() == 1 && backup ? " max_fails=0" : "";
        String lines = lines(servers, slots.port(slot) + always)
                + (backup ? lines(servers, slots.port(slot.other()) + always + " backup") : "");
        return UPSTREAM.formatted(app, slots.port(slot), slot.label(), lines);
    }

    private static String lines(List<String> servers, String rest) {
        return servers.stream()
                .map(server -> "    server " + server + ":" + rest + ";\n")
                .collect(Collectors.joining());
    }

    private static String address(Target target) {
        return target.host().contains(":") ? "[" + target.host() + "]" : target.host();
    }
}
