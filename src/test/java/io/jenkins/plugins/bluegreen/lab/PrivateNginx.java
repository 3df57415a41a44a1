package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.ServerBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An nginx of our own before the two ports of an application, in a layout that README shows, or as many have it. */
public final class PrivateNginx implements OwnRouter {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(20);
    private static final String VARIABLE = "service_port";
    private static final int WORKERS = 2;

    // As teams have it that wrote their switch by hand: no upstreams, so a new connection for each request.
    private static final String PLAIN = """
            server {
              listen 80;
              include %s;
              location / {
                proxy_pass http://127.0.0.1:$service_port;
                proxy_set_header Host $host;
              }
            }
            """;

    private final Scratch scratch;
    private final Layout layout;
    private final Path switchFile;
    private final int port = FreePorts.next();
    private final List<String> before = new ArrayList<>();
    private final List<Process> elsewhere = new ArrayList<>();
    private Process process;
    private String keepAlive = "2s";

    private PrivateNginx(Scratch scratch, Layout layout, Path switchFile) {
        this.scratch = scratch;
        this.layout = layout;
        this.switchFile = switchFile;
    }

    private enum Layout {
        /** The reload-free one of README. */
        FLAG,
        /** The same, which leads shares of the clients to a slot. */
        CANARY,
        /** The reload-free one, which leads who sends a token to what is held. */
        PREVIEW,
        /** Both. */
        CANARY_AND_PREVIEW,
        /** The include layout of README. */
        INCLUDE,
        /** An include without upstreams. */
        PLAIN_INCLUDE,
        /** An include as people have it. */
        WRITTEN,
        /** A flag as people have it. */
        WRITTEN_FLAG;

        boolean byFlag() {
            return this == FLAG || canary() || previews() || this == WRITTEN_FLAG;
        }

        boolean canary() {
            return this == CANARY || this == CANARY_AND_PREVIEW;
        }

        boolean previews() {
            return this == PREVIEW || this == CANARY_AND_PREVIEW;
        }
    }

    /** Starts one with a configuration as people have it, which includes a file or tests for a flag; blue is live. */
    public static PrivateNginx with(NginxLayout written, SlotPair slots) {
        Scratch scratch = Scratch.create("nginx");
        try {
            Layout layout = written.byFlag() ? Layout.WRITTEN_FLAG : Layout.WRITTEN;
            PrivateNginx nginx = new PrivateNginx(scratch, layout, written.switched(scratch.path()));
            written.write(scratch.path(), slots, nginx.port);
            return start(nginx, slots);
        } catch (IOException e) {
            scratch.close();
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts one with the reload-free layout; blue is live.
     *
     * @param server further lines for its server block
     */
    public static PrivateNginx withFlag(SlotPair slots, String... server) {
        Scratch scratch = Scratch.create("nginx");
        return start(
                new PrivateNginx(scratch, Layout.FLAG, scratch.path().resolve("bluegreen/backend/green")),
                slots,
                server);
    }

    /** Starts one with the reload-free layout and a flag file of the caller's. */
    public static PrivateNginx withFlagAt(Path flag, SlotPair slots) {
        return start(new PrivateNginx(Scratch.create("nginx"), Layout.FLAG, flag), slots);
    }

    /** Starts one that leads shares of the clients to a slot, and whose idle connections to the slots end soon. */
    public static PrivateNginx withCanary(Path flag, SlotPair slots) {
        return withShortKeepAlive(Layout.CANARY, flag, slots);
    }

    /** Starts the same with a flag file of its own. */
    public static PrivateNginx withCanary(SlotPair slots) {
        Scratch scratch = Scratch.create("nginx");
        Path flag = scratch.path().resolve("bluegreen/backend/green");
        return start(new PrivateNginx(scratch, Layout.CANARY, flag), slots);
    }

    /** Starts one that leads who sends a token to what is held, and whose idle connections to the slots end soon. */
    public static PrivateNginx withPreview(Path flag, SlotPair slots) {
        return withShortKeepAlive(Layout.PREVIEW, flag, slots);
    }

    /** Starts the same with a flag file of its own, and idle connections as in README. */
    public static PrivateNginx withPreview(SlotPair slots) {
        Scratch scratch = Scratch.create("nginx");
        Path flag = scratch.path().resolve("bluegreen/backend/green");
        return start(new PrivateNginx(scratch, Layout.PREVIEW, flag), slots);
    }

    /** Starts one that does both. */
    public static PrivateNginx withCanaryAndPreview(Path flag, SlotPair slots) {
        return withShortKeepAlive(Layout.CANARY_AND_PREVIEW, flag, slots);
    }

    /** Starts one with the reload-free layout alone, whose connections to the slots end as soon as they are idle. */
    public static PrivateNginx withFlagAndShortKeepAlive(Path flag, SlotPair slots) {
        return withShortKeepAlive(Layout.FLAG, flag, slots);
    }

    private static PrivateNginx withShortKeepAlive(Layout layout, Path flag, SlotPair slots) {
        PrivateNginx nginx = new PrivateNginx(Scratch.create("nginx"), layout, flag);
        nginx.keepAlive = "100ms";
        return start(nginx, slots);
    }

    /**
     * Starts one with an include and no upstreams; blue is live.
     *
     * @param server further lines for its server block
     */
    public static PrivateNginx withInclude(SlotPair slots, String... server) {
        return withInclude(Layout.PLAIN_INCLUDE, slots, server);
    }

    /** Starts one with the include layout as README shows it; blue is live. */
    public static PrivateNginx withIncludeAndUpstreams(SlotPair slots) {
        return withInclude(Layout.INCLUDE, slots);
    }

    private static PrivateNginx withInclude(Layout layout, SlotPair slots, String... server) {
        Scratch scratch = Scratch.create("nginx");
        return start(
                new PrivateNginx(scratch, layout, scratch.path().resolve("conf.d/service-port.inc")), slots, server);
    }

    private static PrivateNginx start(PrivateNginx nginx, SlotPair slots, String... server) {
        try {
            Programs.find("nginx", "nginx");
            nginx.configure(slots, server);
            nginx.start();
            return nginx;
        } catch (IOException | RuntimeException e) {
            nginx.close();
            throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
        }
    }

    private void configure(SlotPair slots, String... server) throws IOException {
        Files.createDirectories(switchFile.getParent());
        Files.createDirectories(scratch.path().resolve("temp"));
        if (layout == Layout.INCLUDE || layout == Layout.PLAIN_INCLUDE) {
            Files.writeString(switchFile, "set $" + VARIABLE + " " + slots.blue() + ";\n");
        }
        scratch.write("nginx.conf", """
                %s
                daemon off;
                worker_processes 2;
                pid nginx.pid;
                error_log error.log info;
                events { worker_connections 4096; }
                http {
                  access_log access.log;
                  client_body_temp_path temp/client;
                  proxy_temp_path temp/proxy;
                  fastcgi_temp_path temp/fastcgi;
                  uwsgi_temp_path temp/uwsgi;
                  scgi_temp_path temp/scgi;
                %s
                }
                """.formatted(
                Programs.asRoot() ? "user root;" : "",
                block(slots).replace("listen 80;", "listen 127.0.0.1:" + port + ";\n" + String.join("\n", server))));
    }

    private String block(SlotPair slots) {
        if (layout == Layout.WRITTEN || layout == Layout.WRITTEN_FLAG) {
            return "include site.conf;";
        }
        return layout == Layout.PLAIN_INCLUDE
                ? PLAIN.formatted(switchFile)
                : (layout.canary()
                                ? ServerBlock.withCanary(
                                        new ApplicationName("backend"), slots, config(), List.of(), Optional.empty())
                                : ServerBlock.of(new ApplicationName("backend"), slots, config(), List.of()))
                        .replace("/var/log/nginx/backend.canary.log", answers().toString())
                        .replace("keepalive_timeout 2s;", "keepalive_timeout " + keepAlive + ";");
    }

    /** Starts it anew where its processes have numbers of their own, as in a container, so that nobody can follow it; only root may. */
    public void restartApart() {
        Processes.stop(process);
        before.addAll(List.of("unshare", "--pid", "--fork", "--kill-child"));
        start();
    }

    /**
     * Starts one that includes a file anew as in a container, which finds what is mounted at a path of its own, and nothing where that lies
     * outside; only root may.
     *
     * @param mounted the file, or its folder
     * @return what runs a command in there that follows it, as {@code docker exec} does
     */
    public String restartInContainer(Path mounted) {
        Path inside = scratch.path().resolve("inside").resolve(mounted.getFileName());
        Processes.stop(process);
        try {
            if (Files.isDirectory(mounted)) {
                Files.createDirectories(inside);
            } else {
                Files.createDirectories(inside.getParent());
                Files.createFile(inside);
            }
            Path site = scratch.path().resolve("site.conf");
            Files.writeString(site, Files.readString(site).replace(mounted.toString(), inside.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String script = "mount --bind \"$1\" \"$2\" && mount -t tmpfs tmpfs \"$3\" && shift 3 && exec \"$@\"";
        before.addAll(
                List.of("unshare", "--pid", "--mount", "--fork", "--kill-child", "sh", "-c", script, "container"));
        before.addAll(List.of(
                mounted.toString(), inside.toString(), switchFile.getParent().toString()));
        start();
        long master = master().children().findFirst().orElseThrow().pid();
        return "nsenter --target " + master + " --pid --mount -- ";
    }

    /** Has it run on another host instead. */
    public void moveTo(SeparateHost host) {
        Processes.stop(process);
        startAlsoAt(host);
    }

    /** Starts another one by the same configuration on another host, which goes by the flag file that is there. */
    public void startAlsoAt(SeparateHost host) {
        try {
            Process there = new ProcessBuilder(host.at(words().toArray(String[]::new)))
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.path().resolve("nginx.out").toFile())
                    .start();
            elsewhere.add(there);
            Until.so(START_LIMIT, () -> host.listening(port) || !there.isAlive(), () -> "nginx does not listen there");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Edits its configuration, and has it read that; returns when no worker is left that goes by the old one. */
    @Override
    public void edit(UnaryOperator<String> edit) {
        try {
            List<ProcessHandle> old = master().children().toList();
            Files.writeString(configuration(), edit.apply(Files.readString(configuration())));
            Programs.run("sh", "-c", reloadCommand());
            Until.so(START_LIMIT, () -> old.stream().noneMatch(ProcessHandle::isAlive), () -> "nginx does not reload");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Edits the configuration likewise, and has only the one of them read that which was started so many before on other hosts. */
    public void editAt(int which, UnaryOperator<String> edit) {
        ProcessHandle there = elsewhere.get(which).toHandle();
        List<ProcessHandle> old = there.children().toList();
        try {
            Files.writeString(configuration(), edit.apply(Files.readString(configuration())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.run("kill", "-HUP", Long.toString(there.pid()));
        Until.so(START_LIMIT, () -> old.stream().noneMatch(ProcessHandle::isAlive), () -> "nginx does not reload");
    }

    private void start() {
        try {
            List<String> command = new ArrayList<>(before);
            command.addAll(words());
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.path().resolve("nginx.out").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // It listens before it has workers, whose time of birth says which configuration they go by.
        Until.so(
                START_LIMIT,
                () -> Processes.listening(port) && hasItsWorkers() || !process.isAlive(),
                () -> "nginx does not listen on port " + port);
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx does not start: " + read("nginx.out"));
        }
    }

    /** All of them; of one that something else runs, that has a single child. */
    private boolean hasItsWorkers() {
        return process.children().count() >= (before.isEmpty() ? WORKERS : 1);
    }

    private List<String> words() {
        return List.of(
                Programs.find("nginx", "nginx"),
                "-p",
                scratch.path().toString(),
                "-c",
                scratch.path().resolve("nginx.conf").toString());
    }

    /** Returns how a deployment switches it, where it runs on the host of the application. */
    public NginxConfig config() {
        return layout.byFlag()
                ? new NginxConfig.Flag(List.of(), switchFile.toString(), layout.previews())
                : config(RELOAD_LIMIT);
    }

    /** Returns the same for one of the include layouts, with a limit of its own for a reload. */
    public NginxConfig config(Duration reloadTimeout) {
        return new NginxConfig.Include(
                List.of(),
                switchFile.toString(),
                layout == Layout.WRITTEN ? null : VARIABLE,
                testCommand(),
                reloadCommand(),
                reloadTimeout);
    }

    /** Returns the file that a switch replaces, creates or removes. */
    public Path switchFile() {
        return switchFile;
    }

    /** Returns the command by which it tests its configuration; it needs no rights but those of the current user. */
    public String testCommand() {
        return String.join(" ", words()) + " -t";
    }

    /** Returns the command by which it reads its configuration again. */
    public String reloadCommand() {
        return String.join(" ", words()) + " -s reload";
    }

    /** Returns its master, whose children are the workers. */
    public ProcessHandle master() {
        return process.toHandle();
    }

    @Override
    public RouterAdapter adapter() {
        return new NginxRouterConfig(config());
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Returns its configuration file. */
    public Path configuration() {
        return scratch.path().resolve("nginx.conf");
    }

    /** Returns the file in which it notes its answers, where it leads shares of the clients. */
    public Path answers() {
        return scratch.path().resolve("canary.log");
    }

    /** Returns what it logged as errors, and as notices of reloads. */
    public String errors() {
        return read("error.log");
    }

    private String read(String name) {
        try {
            return Files.readString(scratch.path().resolve(name));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            elsewhere.forEach(Processes::stop);
            if (process != null) {
                Processes.stop(process);
            }
        } finally {
            scratch.close();
        }
    }
}
