package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.router.httpd.HttpdBlock;
import io.jenkins.plugins.bluegreen.router.httpd.HttpdConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An Apache httpd with the block that its settings print. */
public final class PrivateHttpd extends PrivateRouter {

    private static final String MODULES = "/usr/lib/apache2/modules/";

    private static final String[] NEEDED = {
        "mpm_event",
        "authz_core",
        "rewrite",
        "headers",
        "proxy",
        "proxy_http",
        "slotmem_shm",
        "proxy_balancer",
        "lbmethod_byrequests"
    };

    private final HttpdConfig config;

    private PrivateHttpd(Path flag, boolean preview) {
        super("httpd");
        this.config = new HttpdConfig(List.of(), fileOr(flag).toString(), preview);
    }

    /** Starts one with the block as it is printed and a flag file of its own; blue is live. */
    public static PrivateHttpd of(SlotPair slots) {
        return keeping(null, slots);
    }

    /** Starts one that keeps no idle connections to the slots, which the application would have to end; blue is live. */
    public static PrivateHttpd at(Path flag, SlotPair slots) {
        return start(new PrivateHttpd(flag, false), slots, "disablereuse=on");
    }

    /** Starts one with the block as it is printed. */
    public static PrivateHttpd keeping(Path flag, SlotPair slots) {
        return start(new PrivateHttpd(flag, false), slots, "ttl=2");
    }

    /** Starts one that leads shares of the clients to a slot, and keeps no idle connections to the slots. */
    public static PrivateHttpd withCanary(Path flag, SlotPair slots) {
        return withCanary(new PrivateHttpd(flag, false), slots);
    }

    /** Starts one that leads who sends a token to what is held, and keeps no idle connections to the slots. */
    public static PrivateHttpd withPreview(Path flag, SlotPair slots) {
        return start(new PrivateHttpd(flag, true), slots, "disablereuse=on");
    }

    /** Starts one that does both. */
    public static PrivateHttpd withCanaryAndPreview(Path flag, SlotPair slots) {
        return withCanary(new PrivateHttpd(flag, true), slots);
    }

    private static PrivateHttpd withCanary(PrivateHttpd httpd, SlotPair slots) {
        ApplicationName shop = new ApplicationName("shop");
        return httpd.start(HttpdBlock.withCanary(shop, slots, httpd.config, List.of(), Optional.of(httpd.url()))
                .replace("/var/log/apache2", httpd.scratch.path().toString())
                .replace("ttl=2", "disablereuse=on"));
    }

    private static PrivateHttpd start(PrivateHttpd httpd, SlotPair slots, String keeps) {
        ApplicationName shop = new ApplicationName("shop");
        return httpd.start(HttpdBlock.of(shop, slots, httpd.config, List.of(), Optional.of(httpd.url()))
                .replace("ttl=2", keeps));
    }

    private PrivateHttpd start(String block) {
        // Root's workers have to be somebody else's.
        String user = Programs.asRoot() ? "User nobody\nGroup nogroup\n" : "";
        // What a client loses when its idle connection ends is no matter of switches; nor is what is lost when one of
        // httpd's processes ends, since there are more of them than it needs just now.
        scratch.write("httpd.conf", """
                ServerRoot %1$s
                DefaultRuntimeDir %1$s
                PidFile httpd.pid
                ErrorLog error.log
                ServerName localhost
                Listen 127.0.0.1:%2$d
                KeepAliveTimeout 60
                MaxKeepAliveRequests 0
                %3$s%4$sMaxSpareThreads 400
                Include sites/*.conf
                """.formatted(scratch.path(), port, modules(NEEDED), user));
        scratch.write("sites/shop.conf", block);
        restart();
        return this;
    }

    /** Returns the lines by which it loads modules. */
    public static String modules(String... names) {
        return Stream.of(names)
                .map(name -> "LoadModule " + name + "_module " + MODULES + "mod_" + name + ".so\n")
                .collect(Collectors.joining());
    }

    @Override
    public RouterAdapter adapter() {
        return config;
    }

    @Override
    public Path configuration() {
        return scratch.path().resolve("sites/shop.conf");
    }

    @Override
    protected List<String> words() {
        return List.of(
                Programs.find("apache2", "apache2"),
                "-f",
                scratch.path().resolve("httpd.conf").toString(),
                "-DFOREGROUND");
    }
}
