package io.jenkins.plugins.bluegreen.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Many processes that do nothing, each with ten open files, until it is closed: what else a host runs. */
public final class Crowd implements AutoCloseable {

    /** A fork of a shell costs little memory. They end with the standard input that they share. */
    private static final String SCRIPT = """
            exec 3<&0 4</dev/null 5</dev/null 6</dev/null 7</dev/null 8</dev/null 9</dev/null
            i=0
            while [ $i -lt "$1" ]; do
                (read -r _ <&3) &
                i=$((i + 1))
            done
            echo there
            wait
            """;

    private final Process shell;

    private Crowd(Process shell) {
        this.shell = shell;
    }

    /** Starts so many. */
    public static Crowd of(int processes) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", SCRIPT, "crowd", Integer.toString(processes))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = shell.inputReader(StandardCharsets.UTF_8);
            if (!"there".equals(out.readLine())) {
                throw new IllegalStateException("not so many processes can be started: " + processes);
            }
            return new Crowd(shell);
        } catch (InterruptedIOException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        shell.onExit().join();
    }
}
