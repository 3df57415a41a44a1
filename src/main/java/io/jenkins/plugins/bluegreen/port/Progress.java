package io.jenkins.plugins.bluegreen.port;

import java.time.Duration;

/** Hears how a deployment goes on. May be called by several threads at once. */
public interface Progress {

    /** A step begins, on a host, or over all where {@code host} is empty. */
    void begin(String host, String step);

    /** A step ended well. */
    void end(String host, String step, Duration took, String detail);

    /** A step failed; why is said once, at the end. */
    void failed(String host, String step, Duration took);

    /** Something worth a line. */
    void note(String host, String text);

    /** So much of an upload has been sent; called often. */
    void sent(String host, long bytes, long total, Duration took);
}
