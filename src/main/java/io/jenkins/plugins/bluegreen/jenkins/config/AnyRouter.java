package io.jenkins.plugins.bluegreen.jenkins.config;

import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.router.nginx.NginxConfig;
import java.util.List;

/** Stands for the router while other settings are looked at. */
final class AnyRouter extends RouterSettings {

    @Override
    public List<Target> writtenHosts() {
        return List.of();
    }

    @Override
    public NginxConfig config(List<Target> hosts) {
        return new NginxConfig.Flag(hosts, "/any");
    }

    @Override
    public String configuration(ApplicationName app, SlotPair slots, List<Target> hosts) {
        return "";
    }

    @Override
    public RouterSettings example() {
        return this;
    }
}
