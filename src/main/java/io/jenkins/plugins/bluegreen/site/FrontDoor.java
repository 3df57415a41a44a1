package io.jenkins.plugins.bluegreen.site;

/** The URL that the users of the application call, asked as one of them would ask it. */
public interface FrontDoor {

    /** Asks once, within a limit of its own; no answer is an answer too. */
    Probe.Answer ask();
}
