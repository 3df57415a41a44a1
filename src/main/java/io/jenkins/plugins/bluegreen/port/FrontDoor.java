package io.jenkins.plugins.bluegreen.port;

/** The URL that the users of the application call, asked as one of them would ask it. */
public interface FrontDoor {

    /** Asks once, within a limit of its own; no answer is an answer too. */
    HealthProbe.Answer ask();
}
