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

    /** Returns the shares of the clients, in per cent and growing, that it can lead to the slot that is not live; none where it cannot. */
    default List<Integer> shares() {
        return List.of();
    }

    /** Tells whether it is configured to lead to the slot that is not live who sends a token. */
    default boolean previews() {
        return false;
    }

    /** Returns why there are no {@link #shares}, and what to do, as the rest of a sentence. */
    default String withoutShares() {
        return "no share of the clients can be led to a slot by " + kind() + " yet; leave strategy out";
    }

    /**
     * Returns why it is not told how long a slot takes to answer a share of the clients, and what to do, as the rest of a sentence; an empty
     * text where it is.
     */
    default String withoutTimes() {
        return "";
    }
}
