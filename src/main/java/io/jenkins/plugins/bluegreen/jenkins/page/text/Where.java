package io.jenkins.plugins.bluegreen.jenkins.page.text;

import io.jenkins.plugins.bluegreen.record.Subject;
import java.util.Collections;
import java.util.List;

/** What tells an application from others of the same name: its hosts, and where these are the same, its directory there. */
public final class Where {

    private Where() {}

    /**
     * Returns it, or an empty text where there is no other one.
     *
     * @param subject what was deployed there last
     * @param others what was deployed last of each other one of that name
     */
    public static String of(Subject subject, List<Subject> others) {
        if (others.isEmpty()) {
            return "";
        }
        String hosts = HostNames.of(subject.hosts());
        boolean shared = others.stream().anyMatch(other -> !Collections.disjoint(other.hosts(), subject.hosts()));
        return shared && !subject.directory().isEmpty() ? hosts + ": " + subject.directory() : hosts;
    }
}
