package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.Serializable;

/** How what runs in the slots of an application is started and kept up: a value of the room of that process manager, which checks itself. */
public interface ProcessConfig extends Serializable {

    /** Returns what the process manager is called, as a Pipeline names it, such as {@code session}. */
    String kind();

    /** Returns where what the application writes is found on its host, to go on with a sentence. */
    default String log(ApplicationName application, String directory, Slot slot) {
        return directory + "/slots/" + slot.label() + "/log";
    }
}
