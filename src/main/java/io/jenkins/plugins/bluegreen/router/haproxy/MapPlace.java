package io.jenkins.plugins.bluegreen.router.haproxy;

import java.io.Serializable;

/**
 * Where HAProxy is told which slot is live.
 *
 * @param file the map file, an absolute path as it stands in HAProxy's configuration
 * @param socket HAProxy's own socket file, an absolute path
 * @param key of the application's line in the map
 */
public record MapPlace(String file, String socket, String key) implements Serializable {

    /** Returns what the names of the application's backends begin with: the key, as HAProxy takes it in a name. */
    String name() {
        return key.replaceAll("[^A-Za-z0-9_.-]", "_");
    }
}
