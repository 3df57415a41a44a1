package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.Target;
import java.io.Serializable;
import java.util.List;

/** How the router of an application is told which slot is live: a value of the room of that router, which checks itself. */
public interface RouterConfig extends Serializable {

    /** Returns what the router is called in a sentence, such as {@code nginx}. */
    String kind();

    /** Returns the hosts that it runs on; empty where it runs on each of the application's hosts. */
    List<Target> hosts();
}
