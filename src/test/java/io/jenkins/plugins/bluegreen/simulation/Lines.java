package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.port.Progress;
import java.time.Duration;

/** Writes down how a deployment goes on, where that is wanted. */
record Lines(World world) implements Progress {

    @Override
    public void begin(String host, String step) {
        world.tell("> " + host + " " + step);
    }

    @Override
    public void end(String host, String step, Duration took, String detail) {
        // What begins next says it.
    }

    @Override
    public void failed(String host, String step, Duration took) {
        world.tell("FAILED " + host + " " + step);
    }

    @Override
    public void note(String host, String text) {
        world.tell("  " + host + " " + text);
    }

    @Override
    public void sent(String host, long bytes, long total, Duration took) {
        // Nothing is sent.
    }
}
