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

    /**
     * Tells whether an answer is one of the router's own, which asks the application nothing, to who asks more often than its limits
     * allow.
     *
     * @param status its status code
     * @param body its beginning
     */
    boolean limited(int status, String body);

    /**
     * Tells whether an answer is one of the router's own, which asks the application nothing, for whatever reason.
     *
     * @param status its status code
     * @param body its beginning
     */
    boolean own(int status, String body);
}
