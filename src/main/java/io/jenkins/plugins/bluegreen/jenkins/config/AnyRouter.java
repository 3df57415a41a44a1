package io.jenkins.plugins.bluegreen.jenkins.config;

import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Stands for the router while other settings are looked at. */
public final class AnyRouter extends RouterSettings {

    @Override
    public List<Target> writtenHosts() {
        return List.of();
    }

    @Override
    public RouterAdapter adapter(List<Target> hosts) {
        return new Nowhere(hosts);
    }

    private record Nowhere(List<Target> hosts) implements RouterAdapter {

        @Override
        public String kind() {
            return "router";
        }

        @Override
        public boolean limited(int status, String body) {
            return false;
        }

        @Override
        public boolean own(int status, String body) {
            return false;
        }

        @Override
        public List<Integer> shares() {
            return IntStream.range(1, 100).boxed().toList();
        }

        @Override
        public TrafficRouter on(RemoteHost host, SlotPair slots) {
            throw new IllegalStateException("Nothing is deployed while settings are looked at.");
        }
    }

    @Override
    public String configuration(ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return "";
    }

    @Override
    public RouterSettings example() {
        return this;
    }
}
