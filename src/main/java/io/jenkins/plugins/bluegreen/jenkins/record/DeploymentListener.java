package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.util.List;

/**
 * Hears of the deployments and rollbacks of this Jenkins, each with its record. It hears them one after the other in a thread of its
 * own, shortly after they happened: it may take its time, and what it throws is logged and hurts nobody.
 */
public abstract class DeploymentListener implements ExtensionPoint {

    /** Returns all that there are. */
    static List<DeploymentListener> all() {
        return List.copyOf(ExtensionList.lookup(DeploymentListener.class));
    }

    /** One has begun; nothing is changed yet. */
    public void started(DeploymentRecord record) {}

    /** Users are sent to its release; it is not certain yet that this stays. */
    public void switched(DeploymentRecord record) {}

    /** The release that was shipped serves. */
    public void deployed(DeploymentRecord record) {}

    /** The older release that was to serve again does, or did so already; see {@link Summary#didNothing}. */
    public void rolledBack(DeploymentRecord record) {}

    /** It ended otherwise than well; heard before {@link #undone} or {@link #stuck}, which say what it left. */
    public void failed(DeploymentRecord record) {}

    /** It failed, was refused or was aborted; all is as it was before. */
    public void undone(DeploymentRecord record) {}

    /** It failed, and somebody has to do something by hand. */
    public void stuck(DeploymentRecord record) {}
}
