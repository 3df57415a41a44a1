package io.jenkins.plugins.bluegreen.model.plan;

import java.io.Serializable;

/** How what runs in the slots of an application is started and kept up: a value of the room of that process manager, which checks itself. */
public interface ProcessConfig extends Serializable {

    /** Returns what the process manager is called, as a Pipeline names it, such as {@code session}. */
    String kind();
}
