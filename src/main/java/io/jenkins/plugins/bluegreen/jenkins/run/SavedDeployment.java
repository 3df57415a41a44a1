package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import java.io.Serializable;
import jenkins.model.Jenkins;

/**
 * What is saved with a running Pipeline, so that its deployment can be taken up after a restart of Jenkins. Not a record: what
 * Pipelines are saved with cannot read one.
 */
public final class SavedDeployment implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String id;
    private final String release;
    // Encrypted with the key of this Jenkins: headers and variables may hold secrets.
    private final String job;

    /**
     * Takes what there is to save.
     *
     * @param id names the deployment
     * @param release the id of the release, where the job gives none
     * @param job what the job says
     */
    public SavedDeployment(String id, String release, DeploySettings job) {
        this.id = id;
        this.release = release;
        this.job = Secret.fromString(Jenkins.XSTREAM2.toXML(job)).getEncryptedValue();
    }

    /** Returns the deployment's id. */
    public String id() {
        return id;
    }

    /** Returns the id of the release, where the job gives none. */
    public String release() {
        return release;
    }

    /** Returns what the job says. */
    public DeploySettings settings() {
        Secret xml = Secret.decrypt(job);
        if (xml == null) {
            throw new IllegalStateException(
                    "What was saved of deployment " + id + " cannot be decrypted with the key of this Jenkins.");
        }
        return (DeploySettings) Jenkins.XSTREAM2.fromXML(xml.getPlainText());
    }
}
