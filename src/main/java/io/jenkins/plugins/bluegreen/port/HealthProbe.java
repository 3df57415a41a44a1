package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;

/** Asks one health question. */
public interface HealthProbe {

    /**
     * Asks the application on a port of a host.
     *
     * @param slotPort the port of the slot; the health check may name another one
     * @param release which release must have answered, where the health check asks for that proof
     * @return what it answered; a refused connection is an answer too
     * @throws HostException if the host itself cannot be reached any more
     */
    Answer ask(RemoteHost host, int slotPort, String release) throws HostException, InterruptedException;

    /**
     * What came of a question.
     *
     * @param healthy whether the answer counts
     * @param seen what was seen, for a person: {@code 200}, {@code connection refused}, {@code 500, not 200-299}
     * @param evidence the beginning of the body, or an empty text
     * @param by who gave it, as far as that is seen
     */
    record Answer(boolean healthy, String seen, String evidence, By by) {

        /** One of whoever was asked. */
        public Answer(boolean healthy, String seen, String evidence) {
            this(healthy, seen, evidence, By.ASKED);
        }

        /** Tells whether the question was turned away, since it was asked too often. */
        public boolean limited() {
            return by == By.LIMIT;
        }
    }

    /** Who gave an answer. */
    enum By {
        /** Whoever was asked, which may be a router that had nothing better from the application. */
        ASKED,
        /** One that leads to another scheme or host, so that it may well be a router by itself. */
        REDIRECT,
        /** A router by itself, which asked the application nothing. */
        ROUTER,
        /** A router too, to who asks more often than its limits allow. */
        LIMIT
    }
}
