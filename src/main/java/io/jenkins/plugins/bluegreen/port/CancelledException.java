package io.jenkins.plugins.bluegreen.port;

/** The deployment was asked to stop. */
public final class CancelledException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Carries its sentence. */
    public CancelledException() {
        super("The deployment was stopped by an abort of the build.");
    }
}
