package io.jenkins.plugins.bluegreen.site;

/** One who asks the front door as its users do, to see what they notice. All methods may be called by several threads at once. */
public interface Visitor extends AutoCloseable {

    /**
     * Asks once, within a limit of the visitor's own; nothing is tried twice.
     *
     * @param reuse whether over a connection that an earlier question left open, where there is one; otherwise over a new one
     * @return no whole answer is an answer too, and says in few words what happened
     */
    Probe.Answer visit(boolean reuse);

    /** Closes the connections that were left open. */
    @Override
    void close();
}
