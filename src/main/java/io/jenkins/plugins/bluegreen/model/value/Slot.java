package io.jenkins.plugins.bluegreen.model.value;

import java.util.Locale;

/** One of the two places in which an application can run on a host: a port, and what runs on it. */
public enum Slot {
    /** The slot of a first deployment. */
    BLUE,
    /** The slot that the flag file of the reload-free layout stands for. */
    GREEN;

    /** Returns the slot that this one alternates with. */
    public Slot other() {
        return this == BLUE ? GREEN : BLUE;
    }

    /** Returns the name used in files, in the console and in results: {@code blue} or {@code green}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
