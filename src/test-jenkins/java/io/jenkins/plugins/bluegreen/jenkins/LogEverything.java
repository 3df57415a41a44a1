package io.jenkins.plugins.bluegreen.jenkins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.security.MasterToSlaveCallable;

/** Writes down all that the plugin, its SSH library and the connection to agents log, at every level. */
final class LogEverything extends Handler {

    private static final List<Logger> LOGGERS = Stream.of(
                    "io.jenkins.plugins.bluegreen", "com.jcraft.jsch", "hudson.remoting")
            .map(Logger::getLogger)
            .toList();

    private final Appendable text;

    LogEverything(Appendable text) {
        this.text = text;
    }

    /** Begins to write, until it is closed. */
    void begin() {
        setLevel(Level.ALL);
        LOGGERS.forEach(logger -> {
            logger.setLevel(Level.ALL);
            logger.addHandler(this);
        });
    }

    @Override
    public void publish(LogRecord entry) {
        try {
            text.append(
                    entry.getMessage() + " " + Arrays.toString(entry.getParameters()) + " " + entry.getThrown() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGERS.forEach(logger -> {
            logger.removeHandler(this);
            logger.setLevel(null);
        });
    }

    /** Has an agent write to its own log, for as long as it lives. */
    static final class OnAgent extends MasterToSlaveCallable<Void, RuntimeException> {

        private static final long serialVersionUID = 1L;

        @Override
        public Void call() {
            new LogEverything(System.err).begin();
            return null;
        }
    }
}
