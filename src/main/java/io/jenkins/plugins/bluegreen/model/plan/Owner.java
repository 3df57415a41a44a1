package io.jenkins.plugins.bluegreen.model.plan;

import java.io.Serializable;

/**
 * Who deploys, for the lock on the host: another team's build reads it there.
 *
 * @param controller the URL of the Jenkins controller, or an empty text where it is not configured
 * @param build the full name and number of the build
 * @param user who started it
 */
public record Owner(String controller, String build, String user) implements Serializable {

    /** Returns the sentence fragment that a waiting build shows. */
    @Override
    public String toString() {
        String by = user.isBlank() ? build : build + ", started by " + user;
        // One line, since the lock file holds one line of it.
        return (controller.isBlank() ? by : by + ", on " + controller).replaceAll("\\p{Cntrl}", " ");
    }
}
