package io.jenkins.plugins.bluegreen.model.value;

/** A value that a plan cannot hold; the message is one sentence for the person who typed it. */
public class PlanException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param sentence what is wrong, with what value, and what would be right */
    public PlanException(String sentence) {
        super(sentence);
    }
}
