package io.jenkins.plugins.bluegreen.deploy.undo;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A defect of our own, which ends in a known state as well. */
public final class Defect {

    private Defect() {}

    /** Returns it as a failure with a sentence, and with its stack trace as the evidence. */
    public static HostException of(Throwable defect) {
        StringWriter trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        return new HostException(
                "The plugin met a defect of its own (" + defect + "); please report it with what stands below.",
                trace.toString(),
                defect);
    }
}
