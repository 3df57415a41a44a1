package io.jenkins.plugins.bluegreen.lab;

/** How much of what could be tried is tried: a part by {@code mvn verify}, all of it by {@code mvn verify -Pfaults}. */
public final class Extent {

    private static final boolean WHOLE = "whole".equals(System.getProperty("extent"));

    private Extent() {}

    /** Tells whether all is tried. */
    public static boolean whole() {
        return WHOLE;
    }

    /** Returns the number of rounds. */
    public static int of(int part, int whole) {
        return WHOLE ? whole : part;
    }
}
