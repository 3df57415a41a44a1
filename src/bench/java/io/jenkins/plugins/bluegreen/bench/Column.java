package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.function.Function;

/** Who deploys, and which nginx that needs. */
enum Column {
    /** By hand, with the nginx that goes with it: no upstreams, so HTTP/1.0 and a new connection for each request. */
    SCRIPT("script", PrivateNginx::withInclude),
    /** The engine, with README's include layout. */
    INCLUDE("plugin, include", PrivateNginx::withIncludeAndUpstreams),
    /** The engine, with README's reload-free layout. */
    RELOAD_FREE("plugin, reload-free", PrivateNginx::withFlag);

    final String label;
    private final Function<SlotPair, PrivateNginx> nginx;

    Column(String label, Function<SlotPair, PrivateNginx> nginx) {
        this.label = label;
        this.nginx = nginx;
    }

    PrivateNginx nginx(SlotPair slots) {
        return nginx.apply(slots);
    }

    boolean engine() {
        return this != SCRIPT;
    }
}
