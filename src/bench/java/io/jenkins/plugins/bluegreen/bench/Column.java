package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
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
    HTTPD("plugin, httpd", PrivateHttpd::of);

    final String label;
    private final Function<SlotPair, OwnRouter> router;

    Column(String label, Function<SlotPair, OwnRouter> router) {
        this.label = label;
        this.router = router;
    }

    OwnRouter router(SlotPair slots) {
        return router.apply(slots);
    }

    boolean engine() {
        return this != SCRIPT;
    }
}
