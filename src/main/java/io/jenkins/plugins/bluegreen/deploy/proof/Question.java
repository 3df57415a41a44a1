package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.HostException;

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
}
