package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.port.Progress;
import java.time.Duration;

/** Nobody listens: what was done is told by the outcome. */
public class Silence implements Progress {

    @Override
    public void begin(String host, String step) {}

    @Override
    public void end(String host, String step, Duration took, String detail) {}

    @Override
    public void failed(String host, String step, Duration took) {}

    @Override
    public void note(String host, String text) {}

    @Override
    public void sent(String host, long bytes, long total, Duration took) {}
}
