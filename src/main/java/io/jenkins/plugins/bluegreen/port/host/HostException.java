package io.jenkins.plugins.bluegreen.port.host;

/** Something did not work on a host, or on the way to it. */
public class HostException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String evidence;

    /** @param sentence what failed, where, why, and what to do */
    public HostException(String sentence) {
        this(sentence, "");
    }

    /**
     * @param sentence what failed, where, why, and what to do
     * @param evidence what the host said, to stand under the sentence; may be empty
     */
    public HostException(String sentence, String evidence) {
        this(sentence, evidence, null);
    }

    /**
     * @param sentence what failed, where, why, and what to do
     * @param evidence what the host said, to stand under the sentence; may be empty
     * @param cause for the log of a defect, or null
     */
    public HostException(String sentence, String evidence, Throwable cause) {
        super(sentence, cause);
        this.evidence = evidence;
    }

    /** Returns what the host said: several lines, or an empty text. */
    public String evidence() {
        return evidence;
    }
}
