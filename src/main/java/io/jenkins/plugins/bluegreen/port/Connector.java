package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;

/** Makes the connections of one deployment, and what works over them. */
public interface Connector {

    /**
     * Logs in to one of the application's hosts, or to one that a router runs on.
     *
     * @throws HostException if the host cannot be reached, its key is not the known one, or the login is refused
     */
    RemoteHost connect(Target target) throws HostException;

    /** Returns the server at which a login to a host begins: the host, or a jump host before it. */
    default Target first(Target target) {
        return target;
    }

    /** Returns what starts and stops the application on a host. */
    ProcessManager processes(RemoteHost host);

    /** Returns the releases on a host. */
    ReleaseStore releases(RemoteHost host);

    /** Returns the router of a host. */
    TrafficRouter router(RemoteHost host);

    /** Returns the questioner for the plan's health check. */
    HealthProbe probe();

    /** Returns the questioner for another health check, such as that of a release that was deployed before. */
    HealthProbe probe(HealthCheck check);

    /** Returns the questioner for one page of the application. */
    HealthProbe page(String path);

    /** Returns the questioner for one path behind a router's door, asked on that router's host; any answer but an error is healthy. */
    HealthProbe door(Door door, String path);

    /** Returns the questioner for the plan's front door, or null where the plan has none. */
    FrontDoor frontDoor();

    /** Returns one who asks the plan's front door as its users do, or null where the plan has none. */
    AvailabilityProbe availabilityProbe();
}
