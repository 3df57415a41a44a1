package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.regex.Pattern;

/**
 * One way to ask through a router.
 *
 * @param shown what is asked, for a reader, as it follows "asked": {@code on web1 for http://shop.example.com/}
 * @param asking asks
 */
record Question(String shown, Asking asking) {

    /** Asks. */
    interface Asking {

        /** Returns the answer; no answer is one too. */
        Answer ask() throws HostException, InterruptedException;
    }

    private static final Pattern STATUS = Pattern.compile("\\d{3}(?![\\w.])");

    /** Tells whether there is an answer, of which the status is seen. */
    static boolean answered(Answer answer) {
        return STATUS.matcher(answer.seen()).lookingAt();
    }

    /** Tells whether it is the answer of one who wants a password, or another address to ask from. */
    static boolean forbids(Answer answer) {
        return answered(answer)
                && (answer.seen().startsWith("401") || answer.seen().startsWith("403"));
    }

    /** Returns what was asked and answered, for a reader. */
    String said(Answer answer) {
        return "asked " + shown + (answered(answer) ? ", it answered " : ": ") + answer.seen();
    }
}
