package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.ReverseProxy.Reading;
import java.util.List;

/**
 * What there is on all hosts, looked at once.
 *
 * @param surveys of the application's hosts, in their order
 * @param readings of nginx on its hosts, in their order
 */
record Facts(List<Survey> surveys, Readings readings) {

    /** What nginx serves; asked only where nothing is half-done, since an nginx that cannot be told must not keep that so. */
    interface Readings {

        /** @throws HostException as {@link io.jenkins.plugins.bluegreen.site.ReverseProxy#look} */
        List<Reading> get() throws HostException;
    }
}
