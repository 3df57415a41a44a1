package io.jenkins.plugins.bluegreen.lab;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was started, newest first, once, also when the JVM is told to end. */
public final class Cleanup implements AutoCloseable {

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** Has nothing to close yet. */
    public Cleanup() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "cleanup"));
    }

    /** Has it closed in the end; returns it. */
    public synchronized <T extends AutoCloseable> T add(T thing) {
        started.push(thing);
        return thing;
    }

    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            AutoCloseable thing = started.pop();
            try {
                thing.close();
            } catch (Exception e) {
                System.err.println("Cannot clean up: " + e.getMessage());
            }
        }
    }
}
