package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import java.io.Serializable;
import java.util.List;
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
    private final String work;
    private final String hidden;

    /**
     * Takes what there is to save.
     *
     * @param id names the deployment
     * @param release the id of the release, where the job gives none
     * @param work what is done, with what the job says
     * @param hidden the values that nothing printed may show
     */
    SavedDeployment(String id, String release, Undertaking work, List<String> hidden) {
        this.id = id;
        this.release = release;
        this.work = encrypted(work);
        this.hidden = encrypted(hidden.toArray(new String[0]));
    }

    private static String encrypted(Object value) {
        return Secret.fromString(Jenkins.XSTREAM2.toXML(value)).getEncryptedValue();
    }

    /** Returns the deployment's id. */
    public String id() {
        return id;
    }

    /** Returns the id of the release, where the job gives none. */
    public String release() {
        return release;
    }

    /** Returns what is done, with what the job says. */
    Undertaking work() {
        return (Undertaking) decrypted(work);
    }

    /** Returns the values that nothing printed may show. */
    List<String> hidden() {
        return List.of((String[]) decrypted(hidden));
    }

    private Object decrypted(String value) {
        Secret xml = Secret.decrypt(value);
        if (xml == null) {
            throw new IllegalStateException(
                    "What was saved of deployment " + id + " cannot be decrypted with the key of this Jenkins.");
        }
        return Jenkins.XSTREAM2.fromXML(xml.getPlainText());
    }
}
