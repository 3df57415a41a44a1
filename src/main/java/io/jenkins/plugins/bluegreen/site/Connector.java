package io.jenkins.plugins.bluegreen.site;

import io.jenkins.plugins.bluegreen.plan.Target;

/** Makes the connections of one deployment. */
public interface Connector {

    /**
     * Logs in to one of the application's hosts, or to one that nginx runs on.
     *
     * @throws HostException if the host cannot be reached, its key is not the known one, or the login is refused
     */
    RemoteHost connect(Target target) throws HostException;

    /** Returns the questioner for the plan's health check. */
    Probe probe();

    /** Returns the questioner for one page of the application. */
    Probe page(String path);

    /** Returns the nginx of a host. */
    ReverseProxy proxy(RemoteHost host);

    /** Returns the questioner for the plan's front door, or null where the plan has none. */
    FrontDoor frontDoor();

    /** Returns one who asks the plan's front door as its users do, or null where the plan has none. */
    Visitor visitor();
}
