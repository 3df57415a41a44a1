package io.jenkins.plugins.bluegreen.jenkins.run;

import io.jenkins.plugins.bluegreen.jenkins.work.Occasion;
import io.jenkins.plugins.bluegreen.jenkins.work.Sealed;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.Serializable;
import java.util.List;

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
        this.work = Sealed.seal(work);
        this.hidden = Sealed.seal(hidden.toArray(new String[0]));
    }

    /** Returns one that begins, which is named after its occasion. */
    public static SavedDeployment begun(Occasion by, Undertaking work, List<String> hidden) {
        BuildName name = new BuildName(by.job(), by.number());
        return new SavedDeployment(
                name.deployment(), name.release(Cancellation.steady().instant()), work, hidden);
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
        return (Undertaking) Sealed.open(work);
    }

    /** Returns the values that nothing printed may show. */
    List<String> hidden() {
        return List.of((String[]) Sealed.open(hidden));
    }
}
