package io.jenkins.plugins.bluegreen.port.router;

import java.util.List;
import java.util.Set;

/**
 * Where a router takes requests for the application, to be asked on its own host as a user would ask from elsewhere.
 *
 * @param port the port of the host's loopback address, 1 to 65535
 * @param tls whether TLS is spoken there
 * @param name the name by which users ask for it
 * @param paths what can be asked for, the likeliest to reach the application first; at least one
 * @param users as whom the router opens its connections, by the numbers of these users; empty where that is not known
 */
public record Door(int port, boolean tls, String name, List<String> paths, Set<Integer> users) {

    /** Copies the paths and the users. */
    public Door {
        paths = List.copyOf(paths);
        users = Set.copyOf(users);
    }

    /** Returns the URL of a path, for a reader. */
    public String url(String path) {
        int usual = tls ? 443 : 80;
        return (tls ? "https://" : "http://") + name + (port == usual ? "" : ":" + port) + path;
    }
}
