package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyBlock;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyRouterConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A HAProxy of our own before the two ports of an application, with the block that we print. */
public final class PrivateHaproxy implements OwnRouter {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Scratch scratch;
    private final String app;
    private final boolean preview;
    private final Path mapFile;
    private final Path socket;
    private final int port = FreePorts.next();
    private Process process;

    private PrivateHaproxy(String app, boolean preview) {
        this.scratch = Scratch.create("haproxy");
        this.app = app;
        this.preview = preview;
        this.mapFile = scratch.path().resolve("map/bluegreen.map");
        this.socket = scratch.path().resolve("admin.sock");
    }

    /** Starts one for an application; blue is live. */
    public static PrivateHaproxy of(String app, SlotPair slots) {
        return of(app, slots, app + " blue\n", UnaryOperator.identity());
    }

    /**
     * Starts one with a map, and a configuration that was changed.
     *
     * @param map what the map file says
     * @param change changes the configuration
     */
    public static PrivateHaproxy of(String app, SlotPair slots, String map, UnaryOperator<String> change) {
        return new PrivateHaproxy(app, false).start(slots, map, change);
    }

    /** Starts one that leads who sends a token to what is held; blue is live. */
    public static PrivateHaproxy withPreview(String app, SlotPair slots) {
        return new PrivateHaproxy(app, true).start(slots, app + " blue\n", UnaryOperator.identity());
    }

    /** Starts one that leads shares of the clients as well. */
    public static PrivateHaproxy withCanaryAndPreview(String app, SlotPair slots) {
        return withCanary(new PrivateHaproxy(app, true), slots);
    }

    private PrivateHaproxy start(SlotPair slots, String map, UnaryOperator<String> change) {
        return start(
                map,
                change.apply(
                        HaproxyBlock.of(new ApplicationName(app), slots, config(), List.of(), Optional.of(url()))));
    }

    /** Starts one that can lead shares of the clients to a slot; blue is live. */
    public static PrivateHaproxy withCanary(String app, SlotPair slots) {
        return withCanary(new PrivateHaproxy(app, false), slots);
    }

    private static PrivateHaproxy withCanary(PrivateHaproxy haproxy, SlotPair slots) {
        return haproxy.start(
                haproxy.app + " blue\n",
                HaproxyBlock.withCanary(
                        new ApplicationName(haproxy.app),
                        slots,
                        haproxy.config(),
                        List.of(),
                        Optional.of(haproxy.url())));
    }

    private PrivateHaproxy start(String map, String block) {
        try {
            scratch.write("map/bluegreen.map", map);
            scratch.write(
                    "haproxy.cfg",
                    block.replace(" group deploy", "")
                            .replace("bind :" + port, "bind 127.0.0.1:" + port)
                            // Several tests ask by other names.
                            .replaceAll("(?: if)? \\{ req\\.hdr\\(host\\)[^}]*}", ""));
            start();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start() {
        try {
            process = new ProcessBuilder(
                            Programs.find("haproxy", "haproxy"),
                            "-W",
                            "-db",
                            "-f",
                            configuration().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.path().resolve("haproxy.out").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Until.so(
                LIMIT,
                () -> !process.isAlive()
                        || Processes.listening(port)
                                && Files.exists(socket)
                                && !workers().isEmpty(),
                () -> "HAProxy does not listen on port " + port);
        if (!process.isAlive()) {
            throw new IllegalStateException("HAProxy does not start: " + said());
        }
    }

    /** Has it read its configuration and its map again; returns when the new process answers at the socket. */
    public void reload() {
        String before = pid();
        Programs.run("kill", "-USR2", Long.toString(process.pid()));
        Until.so(LIMIT, () -> !pid().equals(before) && !pid().isEmpty(), () -> "HAProxy does not reload: " + said());
    }

    /** Starts it anew, by its file. */
    public void restart() {
        Processes.stop(process);
        start();
    }

    @Override
    public void edit(UnaryOperator<String> edit) {
        try {
            Files.writeString(configuration(), edit.apply(Files.readString(configuration())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }

    /** Ends it at once. */
    public void kill() {
        workers().forEach(ProcessHandle::destroyForcibly);
        Processes.kill(process.toHandle());
    }

    private List<ProcessHandle> workers() {
        return process.children().toList();
    }

    private String pid() {
        try {
            return say("show info")
                    .lines()
                    .filter(line -> line.startsWith("Pid: "))
                    .findFirst()
                    .orElse("");
        } catch (UncheckedIOException e) {
            return "";
        }
    }

    /** Says something at its socket, and returns the answer. */
    public String say(String command) {
        return say(socket, command);
    }

    static String say(Path socket, String command) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lines of its map without what else stands there. */
    public List<String> map() {
        return say("show map " + mapFile)
                .lines()
                .filter(line -> line.startsWith("0x"))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .collect(Collectors.toList());
    }

    /** Returns how a deployment switches it, where it runs on the host of the application. */
    public HaproxyRouterConfig config() {
        return HaproxyRouterConfig.of(List.of(), mapFile.toString(), socket.toString(), null)
                .previewing(preview);
    }

    @Override
    public RouterAdapter adapter() {
        return config().of(new ApplicationName(app));
    }

    /** Returns its map file. */
    public Path mapFile() {
        return mapFile;
    }

    /** Returns its socket. */
    public Path socket() {
        return socket;
    }

    /** Returns its configuration file. */
    public Path configuration() {
        return scratch.path().resolve("haproxy.cfg");
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    private String said() {
        try {
            return Files.readString(scratch.path().resolve("haproxy.out"));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            if (process != null) {
                Processes.stop(process);
            }
        } finally {
            scratch.close();
        }
    }
}
