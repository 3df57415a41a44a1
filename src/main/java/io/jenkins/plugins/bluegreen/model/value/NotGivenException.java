package io.jenkins.plugins.bluegreen.model.value;

/** Thrown for a value that is needed and not given, or given more than once; who knows says where to give it. */
public final class NotGivenException extends PlanException {

    private static final long serialVersionUID = 1L;

    private final String what;

    /**
     * Says it without a place.
     *
     * @param what the sentence without its full stop
     */
    public NotGivenException(String what) {
        super(what + ".");
        this.what = what;
    }

    /** Returns the same with a place behind it, such as {@code " in the job"}, or an empty text. */
    public NotGivenException at(String where) {
        return new NotGivenException(what + where);
    }
}
