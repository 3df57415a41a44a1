package io.jenkins.plugins.bluegreen.port.host;

import io.jenkins.plugins.bluegreen.shell.CommandResult;

/** Something did not work on a host, or on the way to it. */
public class HostException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String evidence;
    private String setting = "";

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

    /**
     * Returns a result that is good, or throws.
     *
     * @param sentence what failed, where, why, and what to do, without the full stop
     * @throws HostException with that sentence and what the script said
     */
    public static CommandResult unlessOk(CommandResult result, String sentence) throws HostException {
        if (!result.ok()) {
            throw new HostException(sentence + ".", result.said());
        }
        return result;
    }

    /** Says which setting it is about, by its name, for whoever shows it beside that; returns this. */
    public HostException about(String name) {
        setting = name;
        return this;
    }

    /** Returns the name of the setting that it is about, or an empty text. */
    public String setting() {
        return setting;
    }

    /** Returns what the host said: several lines, or an empty text. */
    public String evidence() {
        return evidence;
    }
}
