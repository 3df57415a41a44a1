package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.router.caddy.CaddyBlock;
import io.jenkins.plugins.bluegreen.router.caddy.CaddyConfig;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyBlock;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyRouterConfig;
import io.jenkins.plugins.bluegreen.router.httpd.HttpdBlock;
import io.jenkins.plugins.bluegreen.router.httpd.HttpdConfig;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.ServerBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A host that nothing but a router runs on, before an application of this machine: it has a network, processes and a folder of its own, and a
 * cable to here. All such hosts have their files at the same paths.
 */
public final class RouterHost implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    /** Each such host has a port of that number. */
    private static final int PORT = 8000;

    /** Which router it is. */
    public enum Kind {
        /** nginx, which looks for a flag file. */
        NGINX,
        /** nginx, which includes a file. */
        INCLUDE,
        /** HAProxy. */
        HAPROXY,
        /** Caddy. */
        CADDY,
        /** Apache httpd. */
        HTTPD
    }

    private final Kind kind;
    private final SeparateHost host;
    private final Cable cable;
    private final Path shared;
    private final Process process;

    /**
     * Starts it; blue is live.
     *
     * @param folder of which each such host sees the part {@code shared} as its own
     */
    public RouterHost(Kind kind, String name, Path folder, SlotPair slots) {
        this.kind = kind;
        try {
            Path own = Files.createDirectories(folder.resolve(name));
            this.shared = Files.createDirectories(folder.resolve("shared"));
            Files.createDirectories(own.resolve("switch"));
            Files.createDirectories(own.resolve("temp"));
            // Whom httpd runs as looks for the file as well.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            this.host = SeparateHost.alone(name, own, shared);
            this.cable = host.plugIn();
            configure(slots);
            ProcessBuilder builder = new ProcessBuilder(host.at(words()))
                    .redirectErrorStream(true)
                    .redirectOutput(own.resolve("out").toFile());
            builder.environment().put("HOME", own.toString());
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Until.so(
                START_LIMIT,
                () -> host.listening(PORT) || !process.isAlive(),
                () -> kind + " does not listen on " + name);
        if (!process.isAlive()) {
            throw new IllegalStateException(kind + " does not start on " + name + ": " + read("out"));
        }
    }

    /** Returns how a deployment switches such routers. */
    public static RouterAdapter adapter(Kind kind, Path folder, String hosts) {
        List<Target> all = Target.parseAll("hosts", hosts);
        String shared = folder.resolve("shared").toString();
        String flag = shared + "/switch/green";
        return switch (kind) {
            case NGINX -> new NginxRouterConfig(new NginxConfig.Flag(all, flag));
            case INCLUDE -> new NginxRouterConfig(included(all, shared));
            case HAPROXY -> HaproxyRouterConfig.of(all, shared + "/switch/bluegreen.map", shared + "/admin.sock", null);
            case CADDY -> new CaddyConfig(all, flag);
            case HTTPD -> new HttpdConfig(all, flag);
        };
    }

    private static NginxConfig included(List<Target> hosts, String shared) {
        String nginx = Programs.find("nginx", "nginx") + " -p " + shared + " -c " + shared + "/router.conf";
        return new NginxConfig.Include(
                hosts, shared + "/switch/port.inc", null, nginx + " -t", nginx + " -s reload", START_LIMIT);
    }

    private void configure(SlotPair slots) throws IOException {
        ApplicationName app = new ApplicationName("shop");
        Optional<URI> door = Optional.of(url());
        List<Target> at = List.of(new Target("", cable.near(), 22));
        String flag = shared + "/switch/green";
        switch (kind) {
            case NGINX ->
                nginx(ServerBlock.of(app, slots, new NginxConfig.Flag(List.of(), flag), at, door)
                        // What keeps it from following, without a reload.
                        .replace(
                                "    location /",
                                "    if (-f " + shared + "/stuck) { set $service_port " + slots.blue()
                                        + "; }\n    location /"));
            case INCLUDE -> {
                write("switch/port.inc", "set $service_port " + slots.blue() + ";\n");
                nginx(ServerBlock.of(app, slots, included(List.of(), shared.toString()), at, door));
            }
            case HAPROXY -> haproxy(app, slots, door);
            case CADDY -> caddy(CaddyBlock.of(app, slots, new CaddyConfig(List.of(), flag), at, door), slots);
            case HTTPD -> httpd(HttpdBlock.of(app, slots, new HttpdConfig(List.of(), flag), at, door));
        }
    }

    private void nginx(String block) throws IOException {
        write("router.conf", """
                %sdaemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log error.log info;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path temp/client;
                  proxy_temp_path temp/proxy;
                  fastcgi_temp_path temp/fastcgi;
                  uwsgi_temp_path temp/uwsgi;
                  scgi_temp_path temp/scgi;
                %s
                }
                """.formatted(
                        Programs.asRoot() ? "user root;\n" : "",
                        block.replace("keepalive_timeout 2s", "keepalive_timeout 100ms")));
    }

    private void haproxy(ApplicationName app, SlotPair slots, Optional<URI> door) throws IOException {
        write("switch/bluegreen.map", app + " blue\n");
        write("stuck.map", "never x\n");
        HaproxyRouterConfig config = (HaproxyRouterConfig) adapter(kind, shared.getParent(), "");
        write(
                "router.conf",
                HaproxyBlock.of(app, slots, config, List.of(cable.near()), door)
                        .replace(" group deploy", "")
                        .replace(
                                "    use_backend",
                                "    use_backend shop_blue if { str(stuck),map(" + shared
                                        + "/stuck.map) -m found }\n    use_backend"));
    }

    private void caddy(String block, SlotPair slots) throws IOException {
        String stuck = "    @stuck file {\n        root " + shared + "\n        try_files stuck\n    }\n"
                + "    handle @stuck {\n        reverse_proxy " + cable.near() + ":" + slots.blue() + "\n    }\n";
        write(
                "router.conf",
                "{\n\tadmin off\n}\n" + block.replace("    handle @green {", stuck + "    handle @green {"));
    }

    private void httpd(String block) throws IOException {
        String modules = PrivateHttpd.modules("mpm_event", "authz_core", "rewrite", "headers", "proxy", "proxy_http");
        write("router.conf", """
                ServerRoot %1$s
                DefaultRuntimeDir %1$s
                PidFile httpd.pid
                ErrorLog error.log
                ServerName localhost
                Listen %2$d
                KeepAliveTimeout 60
                MaxKeepAliveRequests 0
                %3$s%4$s%5$s
                """.formatted(
                shared,
                PORT,
                Programs.asRoot() ? "User nobody\nGroup nogroup\n" : "",
                modules,
                block.replace("ttl=2", "disablereuse=on")
                        .replace("    RewriteCond ", "    RewriteCond " + shared + "/stuck !-f\n    RewriteCond ")));
    }

    private String[] words() {
        String file = shared + "/router.conf";
        return switch (kind) {
            case NGINX, INCLUDE -> new String[] {Programs.find("nginx", "nginx"), "-p", shared.toString(), "-c", file};
            case HAPROXY -> new String[] {Programs.find("haproxy", "haproxy"), "-W", "-db", "-f", file};
            case CADDY ->
                new String[] {Programs.find("caddy", "caddy"), "run", "--config", file, "--adapter", "caddyfile"};
            case HTTPD -> new String[] {Programs.find("apache2", "apache2"), "-f", file, "-DFOREGROUND"};
        };
    }

    /** Has it lead to blue from now on, whatever it is told, or no longer. It is not reloaded for that. */
    public void stick(boolean stuck) throws IOException {
        if (kind == Kind.HAPROXY) {
            PrivateHaproxy.say(
                    host.own().resolve("admin.sock"),
                    (stuck ? "add map " : "del map ") + shared + "/stuck.map stuck" + (stuck ? " x" : ""));
        } else if (stuck) {
            Files.createFile(host.own().resolve("stuck"));
        } else {
            Files.delete(host.own().resolve("stuck"));
        }
    }

    /** Returns what it goes by, as it lies there: the configuration and what is switched. */
    public Path own() {
        return host.own();
    }

    /** Returns the host, logged in to. */
    public LocalHost login() {
        return host.login();
    }

    /** Returns where users come to it. */
    public URI url() {
        return URI.create("http://" + cable.far() + ":" + PORT + "/");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(host.own().resolve(name), text);
    }

    private String read(String name) {
        try {
            return Files.readString(host.own().resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        try {
            if (process != null) {
                Processes.stop(process);
            }
        } finally {
            host.close();
        }
    }
}
