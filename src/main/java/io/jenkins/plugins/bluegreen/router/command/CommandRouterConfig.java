package io.jenkins.plugins.bluegreen.router.command;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.List;

/**
 * Whatever sends users to an application, switched and looked at by commands of the user's own.
 *
 * @param hosts where they are run
 * @param commands which ones
 * @param app whose router it is, an empty text where that is not known yet
 */
public record CommandRouterConfig(List<Target> hosts, RouterCommands commands, String app) implements RouterAdapter {

    /** For one who says nothing of it. */
    public static final String DEFAULT_TIMEOUT = "30s";

    /** Copies the hosts. */
    public CommandRouterConfig {
        hosts = List.copyOf(hosts);
    }

    /**
     * Reads what may be given; each may be null.
     *
     * @throws NotGivenException naming what is not given
     * @throws PlanException naming what cannot be
     */
    public static CommandRouterConfig of(List<Target> hosts, String change, String show, String timeout) {
        String limit = timeout == null ? DEFAULT_TIMEOUT : timeout;
        return new CommandRouterConfig(
                hosts, new RouterCommands(change, show, TimeSpan.parse("command.timeout", limit)), "");
    }

    @Override
    public String kind() {
        return "the router";
    }

    /** Nobody knows the pages that it makes itself. */
    @Override
    public boolean limited(int status, String body) {
        return false;
    }

    /** As {@link #limited}. */
    @Override
    public boolean own(int status, String body) {
        return false;
    }

    @Override
    public RouterAdapter of(ApplicationName name) {
        return new CommandRouterConfig(hosts, commands, name.value());
    }

    @Override
    public TrafficRouter on(RemoteHost host, SlotPair slots) {
        return new CommandRouter(host, commands, app, slots);
    }
}
