package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.PortClosedException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.PackedScript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** This machine as a host, without SSH: the same scripts in a real shell, so that a test can choose which. */
public final class LocalHost implements RemoteHost {

    private final String name;
    private final List<String> shell;
    private final String path;
    private final List<String> relay;
    private final String root;
    private final List<Process> held = new CopyOnWriteArrayList<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    /** Whether it is not noticed that what was held has ended, as over a network that swallows all. */
    private volatile boolean deaf;

    private volatile boolean abandoned;
    private boolean packs;

    /** Runs the scripts in the {@code sh} that is found in the first of these folders, with the tools from all of them. */
    public LocalHost(String path) {
        this("local", List.of(shellIn(path)), path);
    }

    /** Runs the scripts in a shell that is {@code sh} in a folder, as {@link Shells#linkedAsSh} makes it, with this machine's tools beside. */
    public static LocalHost in(String shell, Path folder) throws IOException, InterruptedException {
        return new LocalHost(Shells.linkedAsSh(shell, folder) + ":" + System.getenv("PATH"));
    }

    /** Runs the scripts in this machine's own {@code sh}. */
    public LocalHost() {
        this(System.getenv("PATH"));
    }

    /** Runs the scripts in a shell that some command starts. */
    public LocalHost(String name, List<String> shell, String path) {
        this(name, shell, path, List.of(), "");
    }

    /**
     * @param relay the command that runs a command where its ports are; nothing where that is here
     * @param root where its files are found from here
     */
    LocalHost(String name, List<String> shell, String path, List<String> relay, String root) {
        this.relay = relay;
        this.root = root;
        this.name = name;
        this.shell = shell;
        this.path = path;
    }

    private static String shellIn(String path) {
        for (String folder : path.split(":")) {
            Path sh = Path.of(folder, "sh");
            if (Files.isExecutable(sh)) {
                return sh.toString();
            }
        }
        throw new IllegalArgumentException("no sh in " + path);
    }

    private Process shell(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(shell);
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PATH", path);
        return builder.start();
    }

    /** Has long scripts come packed, as over SSH. */
    public LocalHost packing() {
        packs = true;
        return this;
    }

    private byte[] fed(Command command) {
        String text = packs ? PackedScript.of(command.input()) : command.input();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the names of all scripts that were begun, in that order; each cost a round trip. */
    public List<String> begun() {
        return begun;
    }

    /** Has something done each time before a script of that name is run. */
    public void before(String script, Runnable action) {
        before.put(script, action);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String identity() {
        return name;
    }

    @Override
    public CommandResult run(Command command, Duration limit) throws HostException, InterruptedException {
        endWithTheEngine();
        begun.add(command.name());
        before.getOrDefault(command.name(), () -> {}).run();
        try {
            Process process = shell();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            try (OutputStream in = process.getOutputStream()) {
                in.write(fed(command));
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new HostException(command + " took longer than " + limit);
            }
            return new CommandResult(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new HostException("cannot run " + command, "", e);
        }
    }

    @Override
    public Lease hold(Command command, Duration heartbeat) throws HostException {
        endWithTheEngine();
        begun.add(command.name());
        try {
            Process process = shell();
            process.getOutputStream().write(fed(command));
            process.getOutputStream().flush();
            held.add(process);
            return new LocalHold(process, process.inputReader(StandardCharsets.UTF_8), () -> deaf);
        } catch (IOException e) {
            throw new HostException("cannot hold " + command, "", e);
        }
    }

    @Override
    public void upload(Content source, String destination, LongConsumer sent)
            throws HostException, InterruptedException {
        try {
            Process process = shell("-c", "cat >\"$1\"", "upload", destination);
            long count = feed(process, source);
            if (process.waitFor() != 0) {
                throw new HostException("cannot upload", text(process.getErrorStream()));
            }
            sent.accept(count);
        } catch (IOException e) {
            throw new HostException("cannot upload", "", e);
        }
    }

    /** A process that ends early says why by itself. */
    private static long feed(Process process, Content source) throws IOException {
        try (InputStream in = source.open();
                OutputStream out = process.getOutputStream()) {
            return in.transferTo(out);
        } catch (IOException e) {
            if (process.isAlive() && !"Broken pipe".equals(e.getMessage())) {
                throw e;
            }
            return 0;
        }
    }

    @Override
    public ByteStream connect(int port, Duration timeout) throws HostException {
        endWithTheEngine();
        try {
            if (!relay.isEmpty()) {
                List<String> words = new ArrayList<>(relay);
                words.addAll(List.of("busybox", "nc", "127.0.0.1", Integer.toString(port)));
                return new Relayed(new ProcessBuilder(words).start());
            }
            Socket socket = loopback(port, (int) timeout.toMillis());
            return new SocketStream(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            throw new PortClosedException("nobody listens on port " + port + ": " + e.getMessage());
        }
    }

    @Override
    public ByteStream connect(String socket, Duration timeout) throws HostException {
        endWithTheEngine();
        begun.add("connect to a socket");
        before.getOrDefault("connect to a socket", () -> {}).run();
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(root + socket));
            return new ChannelStream(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
        } catch (IOException e) {
            throw new HostException("no connection to " + socket + ": " + e.getMessage());
        }
    }

    private static Socket loopback(int port, int millis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
        } catch (ConnectException e) {
            socket.close();
            socket = new Socket();
            socket.connect(new InetSocketAddress("::1", port), millis);
        }
        return socket;
    }

    /** Lets go of everything, as a connection does whose owner was killed. */
    public void vanish() {
        held.forEach(Process::destroyForcibly);
        held.forEach(process -> process.onExit().join());
    }

    /** Lets go of everything, and nobody hears of it. */
    public void vanishUnnoticed() {
        deaf = true;
        vanish();
    }

    /** Does the same, and holds for ever whoever asks anything of it: all threads of an engine die at once. */
    public void abandon() {
        abandoned = true;
        vanish();
    }

    /** Returns unless it was abandoned. */
    public void endWithTheEngine() {
        while (abandoned) {
            LockSupport.park();
            // Of one who is interrupted, that returns at once.
            Thread.interrupted();
        }
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record LocalHold(Process process, BufferedReader out, BooleanSupplier deaf) implements Lease {

        @Override
        public String readLine() throws HostException {
            try {
                return out.readLine();
            } catch (IOException e) {
                throw new HostException("the hold broke", "", e);
            }
        }

        @Override
        public boolean alive() {
            return process.isAlive() || deaf.getAsBoolean();
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
                process.waitFor();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private record Relayed(Process process) implements ByteStream {

        @Override
        public InputStream in() {
            return process.getInputStream();
        }

        @Override
        public OutputStream out() {
            return process.getOutputStream();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private record ChannelStream(SocketChannel channel, InputStream in, OutputStream out) implements ByteStream {

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record SocketStream(Socket socket, InputStream in, OutputStream out) implements ByteStream {

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
