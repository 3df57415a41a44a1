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
     * @param limited whether a router turned the question away, so that the application has not seen it: it was asked too often
     */
    record Answer(boolean healthy, String seen, String evidence, boolean limited) {

        /** One that no limit has to do with. */
        public Answer(boolean healthy, String seen, String evidence) {
            this(healthy, seen, evidence, false);
        }
    }
}
