package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** Who deploys, and which router that needs. */
enum Column {
    /** By hand, with the nginx that goes with it: no upstreams, so HTTP/1.0 and a new connection for each request. */
    SCRIPT("script", PrivateNginx::withInclude),
    /** The engine, with README's include layout. */
    INCLUDE("plugin, include", PrivateNginx::withIncludeAndUpstreams),
    /** The engine, with README's reload-free layout. */
    RELOAD_FREE("plugin, reload-free", PrivateNginx::withFlag),
    /** The engine, with Caddy. */
    CADDY("plugin, Caddy", PrivateCaddy::of),
    /** The engine, with Apache httpd. */
    HTTPD("plugin, httpd", PrivateHttpd::of),
    /** The engine, with HAProxy. */
    HAPROXY("plugin, HAProxy", slots -> PrivateHaproxy.of("bench", slots));

    final String label;
    private final Function<SlotPair, OwnRouter> router;

    Column(String label, Function<SlotPair, OwnRouter> router) {
        this.label = label;
        this.router = router;
    }

    OwnRouter router(SlotPair slots) {
        return router.apply(slots);
    }

    /** Returns its router's configuration with what sends to the blue slot alone instead of asking which one is live. */
    String fixed(String text, SlotPair slots) {
        return switch (this) {
            case SCRIPT, INCLUDE, RELOAD_FREE ->
                text.replaceAll("(?m)^ *(include [^;]*;|set \\$.*|if \\(-f .*|open_file_cache off;).*\n", "")
                        .replaceAll("\\$service_port", Integer.toString(slots.blue()));
            case CADDY ->
                text.replaceAll("(?s)\t?@green file \\{.*?\n    }\n", "")
                        .replaceAll("(?s)handle @green \\{.*?\n    }\n", "");
            case HTTPD ->
                text.replaceAll("(?m)^ *Rewrite.*\n", "")
                        .replace(
                                "</VirtualHost>", "ProxyPass / http://127.0.0.1:" + slots.blue() + "/\n</VirtualHost>");
            case HAPROXY -> text.replaceAll("use_backend .*", "default_backend bench_blue");
        };
    }

    /** Returns what its router can be asked: one without upstreams, as most have it, upgrades no connection. */
    Set<Kind> kinds() {
        return this == SCRIPT ? EnumSet.complementOf(EnumSet.of(Kind.WEB_SOCKET)) : EnumSet.allOf(Kind.class);
    }

    /** Returns whether no switch reloads its router. */
    boolean reloadFree() {
        return this != SCRIPT && this != INCLUDE;
    }

    boolean engine() {
        return this != SCRIPT;
    }
}
