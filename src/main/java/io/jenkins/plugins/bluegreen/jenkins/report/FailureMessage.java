package io.jenkins.plugins.bluegreen.jenkins.report;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;

/**
 * What a build that failed says last. Jenkins prints and saves it outside of the step, where what {@code withCredentials} masks is
 * masked no more: so it holds no word of a host and no value of the job, but tells where the reason stands in the console.
 */
public final class FailureMessage {

    private FailureMessage() {}

    /** Returns the word that the reason stands behind. */
    public static String mark(Outcome.Result result) {
        return result == Outcome.Result.UNDONE ? "FAILED" : result.name().replace('_', ' ');
    }

    /** Returns the last word of a deployment that ended otherwise than well, of which the reason was printed. */
    public static AbortException of(String deploymentId, Outcome.Result result) {
        String ended = switch (result) {
            case ABORTED -> "was aborted; what serves now";
            case STUCK -> "did not come to its end; what is left to be done";
            default -> "failed; the reason";
        };
        return new AbortException(
                "The deployment " + deploymentId + " " + ended + " stands above, behind \"" + mark(result) + ":\".");
    }
}
