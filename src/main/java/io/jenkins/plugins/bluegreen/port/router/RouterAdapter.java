package io.jenkins.plugins.bluegreen.port.router;

import io.jenkins.plugins.bluegreen.model.plan.RouterConfig;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;

/** One kind of router. It goes with the plan to where the deployment runs, and works there. */
public interface RouterAdapter extends RouterConfig {

    /** Returns the same for an application of that name; most do not go by it. */
    default RouterAdapter of(ApplicationName app) {
        return this;
    }

    /** Returns the router of a host, for an application with these ports. */
    TrafficRouter on(RemoteHost host, SlotPair slots);
}
