package io.jenkins.plugins.bluegreen.jenkins.byhand;

/** What somebody pressed a button for cannot be done; the message says why, in the words of the one who reads it. */
public final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String why) {
        super(why);
    }
}
