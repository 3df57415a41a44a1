package io.jenkins.plugins.bluegreen.lab;

import java.util.List;

/** Another host on this machine, as far as servers are started there. */
public interface Elsewhere {

    /** Returns the command that runs a command on it. */
    List<String> at(String... command);

    /** Tells whether somebody listens on one of its TCP ports. */
    boolean listening(int port);
}
