package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.util.List;

/**
 * nginx as the router of an application.
 *
 * @param config how it is told which slot is live
 */
public record NginxRouterConfig(NginxConfig config) implements RouterAdapter {

    @Override
    public String kind() {
        return "nginx";
    }

    @Override
    public List<Target> hosts() {
        return config.hosts();
    }

    @Override
    public TrafficRouter on(RemoteHost host, SlotPair slots) {
        if (config instanceof NginxConfig.Include include) {
            return new IncludeSwitch(host, include, slots);
        }
        return new FlagSwitch(host, (NginxConfig.Flag) config, slots);
    }
}
