package io.jenkins.plugins.bluegreen.jenkins.page.text;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import java.util.List;

/** Hosts as pages name them: of many, how many there are, and the first ones. */
public final class HostNames {

    private HostNames() {}

    /** Returns them for the reader. */
    public static String of(List<String> hosts) {
        int more = hosts.size() - OnHosts.NAMED;
        return more <= 0
                ? String.join(", ", hosts)
                : Messages.Hosts_Many(hosts.size(), String.join(", ", hosts.subList(0, OnHosts.NAMED)), more);
    }
}
