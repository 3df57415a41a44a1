package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A router of our own before the two ports of an application, which looks for a flag file at each request. */
public abstract class PrivateRouter implements OwnRouter {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    protected final Scratch scratch;
    protected final int port = FreePorts.next();
    private Process process;

    protected PrivateRouter(String purpose) {
        this.scratch = Scratch.create(purpose);
    }

    /** Returns a flag file; one of its own, which its users may look for, where none is given. */
    protected final Path fileOr(Path given) {
        if (given != null) {
            return given;
        }
        try {
            Files.setPosixFilePermissions(scratch.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
            return Files.createDirectories(scratch.path().resolve("bluegreen")).resolve("green");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the file that it goes by. */
    public abstract Path configuration();

    /** Returns the words that run it in the foreground. */
    protected abstract List<String> words();

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Edits its configuration, and starts it anew. */
    @Override
    public void edit(UnaryOperator<String> edit) {
        try {
            Files.writeString(configuration(), edit.apply(Files.readString(configuration())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }

    /** Starts it, or anew, with what is to run it before its own words. */
    public void restart(String... before) {
        stop();
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(words());
        Path said = scratch.path().resolve("out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().put("HOME", scratch.path().toString());
            builder.environment().remove("XDG_CONFIG_HOME");
            builder.environment().remove("XDG_DATA_HOME");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Until.so(
                START_LIMIT,
                () -> Processes.listening(port) || !process.isAlive(),
                () -> "nobody listens on port " + port);
        if (!process.isAlive()) {
            throw new IllegalStateException(command + " does not start: " + said());
        }
    }

    /** Returns its first process, which a restart replaces. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Returns what it said. */
    public String said() {
        try {
            return Files.readString(scratch.path().resolve("out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends it. */
    public void stop() {
        if (process != null) {
            // What runs it elsewhere may heed no SIGTERM, but ends with it.
            process.descendants().forEach(ProcessHandle::destroy);
            Processes.stop(process);
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            scratch.close();
        }
    }
}
