package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.router.caddy.CaddyBlock;
import io.jenkins.plugins.bluegreen.router.caddy.CaddyConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Caddy with the block that its settings print. */
public final class PrivateCaddy extends PrivateRouter {

    private final CaddyConfig config;

    private PrivateCaddy(Path flag, boolean preview) {
        super("caddy");
        this.config = new CaddyConfig(List.of(), fileOr(flag).toString(), preview);
    }

    /** Starts one with a flag file of its own; blue is live. */
    public static PrivateCaddy of(SlotPair slots) {
        return at(null, slots);
    }

    /** Starts one; blue is live. */
    public static PrivateCaddy at(Path flag, SlotPair slots) {
        PrivateCaddy caddy = new PrivateCaddy(flag, false);
        return caddy.start(
                CaddyBlock.of(new ApplicationName("shop"), slots, caddy.config, List.of(), Optional.of(caddy.url())));
    }

    /** Starts one that leads shares of the clients to a slot, and whose idle connections to the slots end soon. */
    public static PrivateCaddy withCanary(Path flag, SlotPair slots) {
        return withCanary(new PrivateCaddy(flag, false), slots);
    }

    /** Starts one that leads who sends a token to what is held, and whose idle connections to the slots end soon. */
    public static PrivateCaddy withPreview(Path flag, SlotPair slots) {
        PrivateCaddy caddy = new PrivateCaddy(flag, true);
        return caddy.start(
                CaddyBlock.of(new ApplicationName("shop"), slots, caddy.config, List.of(), Optional.of(caddy.url()))
                        .replace("keepalive 2s", "keepalive 100ms"));
    }

    /** Starts one that does both. */
    public static PrivateCaddy withCanaryAndPreview(Path flag, SlotPair slots) {
        return withCanary(new PrivateCaddy(flag, true), slots);
    }

    private static PrivateCaddy withCanary(PrivateCaddy caddy, SlotPair slots) {
        ApplicationName shop = new ApplicationName("shop");
        // Caddy does not create it before there is an answer to note, and for nobody else to read.
        caddy.scratch.write("shop.canary.log", "");
        return caddy.start(CaddyBlock.withCanary(shop, slots, caddy.config, List.of(), Optional.of(caddy.url()))
                .replace("/var/log/caddy", caddy.scratch.path().toString())
                .replace("keepalive 2s", "keepalive 100ms"));
    }

    private PrivateCaddy start(String block) {
        scratch.write("Caddyfile", "{\n\tadmin off\n}\n" + block);
        restart();
        return this;
    }

    @Override
    public RouterAdapter adapter() {
        return config;
    }

    @Override
    public Path configuration() {
        return scratch.path().resolve("Caddyfile");
    }

    @Override
    protected List<String> words() {
        return List.of(
                Programs.find("caddy", "caddy"),
                "run",
                "--config",
                configuration().toString());
    }
}
