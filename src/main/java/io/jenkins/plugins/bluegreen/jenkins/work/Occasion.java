package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/** Because of what something is done with an application, as Jenkins knows it: a build, or that somebody pressed a button. */
public interface Occasion {

    /** Returns the full name of the job. */
    String job();

    /** Returns in which history it is recorded, or an empty text where that is to be found out. */
    default String history() {
        return "";
    }

    /** Returns the number of the build. */
    int number();

    /** Returns the job's folder, which has the keys of hosts that were trusted at their first connection. */
    Path folder();

    /** Returns what the user is called who wanted it, or an empty text. */
    String user();

    /** Returns that in which what it says is written. */
    Charset charset();

    /**
     * Returns a login, with the rights of the job.
     *
     * @param credentialsId the id, or null for an SSH agent
     * @param agentSocket the value of {@code SSH_AUTH_SOCK}, or null
     * @throws AbortException if there is no such credential, or no agent
     */
    SshLogin login(String credentialsId, HostTrust trust, String agentSocket) throws AbortException;

    /**
     * Returns what is recorded of it.
     *
     * @param node the name of the node that it is done from; an empty text for the controller
     */
    Origin origin(Origin.Kind kind, String node);

    /** Leaves that a deployment of it holds a release, for what is done with that later on the same occasion. */
    default void holds(DeployPlan plan) {}

    /**
     * Returns the ids of the deployments that held a release on the same occasion, the last one at the end; none where none did.
     *
     * @param plan of which application, and where
     */
    default List<String> held(DeployPlan plan) {
        return List.of();
    }

    /**
     * Leaves how it ended for whoever comes later on the same occasion.
     *
     * @param about what ended, such as the name of the application; an empty text where that is not known
     * @param hosts on which hosts it was, as the console names them; none where they are not known
     * @param reason why it failed, without what nobody may read; an empty text if it did not
     */
    default void ended(String about, List<String> hosts, String reason) {}
}
