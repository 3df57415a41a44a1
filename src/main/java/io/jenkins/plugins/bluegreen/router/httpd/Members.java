package io.jenkins.plugins.bluegreen.router.httpd;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What runs in the slots, as httpd is told of it.
 *
 * @param servers the addresses; one, or several that take turns
 */
record Members(List<String> servers) {

    // ttl: an idle connection is not used again when an application may be about to close it, as some do after 5 s.
    // retry: the one server of a slot is asked again at once after a request that failed.
    static final String OPTIONS = "connectiontimeout=2 ttl=2 retry=0 upgrade=websocket";

    Members {
        servers = List.copyOf(servers);
    }

    /**
     * Returns the lines of a balancer.
     *
     * @param retry for how many seconds one is not asked again that did not take a connection, as long as there is another one
     * @param more what is said of each besides
     */
    String lines(int port, int retry, String more) {
        return servers.stream()
                .map(server -> "        BalancerMember http://" + server + ":" + port + " "
                        + OPTIONS.replace("retry=0", "retry=" + retry) + more + "\n")
                .collect(Collectors.joining());
    }
}
