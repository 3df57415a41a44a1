package io.jenkins.plugins.bluegreen.bench;

/** How a request can fail. */
enum Failure {
    /** No connection. */
    REFUSED("refused"),
    /** The connection ended before the first byte of the answer. */
    RESET("reset"),
    /** Another status than that of a good answer. */
    STATUS("5xx"),
    /** A body that lacks its end, whether the message says so or not. */
    TRUNCATED("truncated"),
    /** No whole answer within {@link Load#TIMEOUT}. */
    TIMEOUT("timeout");

    final String label;

    Failure(String label) {
        this.label = label;
    }
}
