package io.jenkins.plugins.bluegreen.port.router;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import java.io.Serializable;

/** Looks for a kind of router on a host, of which nobody has said yet whether there is one, and what an application is switched by. */
public interface RouterScout extends Serializable {

    /** Returns what it is called in a sentence. */
    String router();

    /**
     * Looks, changing nothing.
     *
     * @param application the name of the application that is to come
     * @param login the login user there
     */
    Sighting look(RemoteHost host, String application, String login) throws HostException, InterruptedException;
}
