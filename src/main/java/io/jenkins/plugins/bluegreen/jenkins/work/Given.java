package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.EnvVars;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a deployment was given: what the job says, what became of the texts in it, and the variables that it asked for, so that the same
 * can be said again without its build. No record, since what it is saved with cannot read one. Used by several threads at once.
 */
public final class Given {

    private final DeploySettings settings;
    private final TreeMap<String, String> texts = new TreeMap<>();
    private final TreeMap<String, String> variables = new TreeMap<>();
    private final ArrayList<String> hidden = new ArrayList<>();

    /** @param settings what the job says */
    public Given(DeploySettings settings) {
        this.settings = settings;
    }

    /** Returns what replaces variables in a text, and remembers what became of it. */
    public UnaryOperator<String> expanding(UnaryOperator<String> expand) {
        return text -> {
            String expanded = expand.apply(text);
            note(texts, text, expanded);
            return expanded;
        };
    }

    /** Returns what returns the value of a variable, and remembers that. */
    public UnaryOperator<String> asking(UnaryOperator<String> variable) {
        return name -> {
            String value = variable.apply(name);
            note(variables, name, value);
            return value;
        };
    }

    private synchronized void note(Map<String, String> where, String name, String value) {
        if (name != null && value != null) {
            where.put(name, value);
        }
    }

    /** Returns it as only this Jenkins can read it. */
    public synchronized String sealed(List<String> secrets) {
        hidden.clear();
        hidden.addAll(secrets);
        return sealed();
    }

    /** Does the same with what it hides already. */
    public synchronized String sealed() {
        return Sealed.seal(this);
    }

    /** Returns what a text became; a text that was not there is as it is. */
    public synchronized String expanded(String text) {
        return texts.getOrDefault(text, text);
    }

    /** Returns the variables that it asked for. */
    public synchronized EnvVars environment() {
        return new EnvVars(variables);
    }

    /** Returns the values that nothing printed may show. */
    public synchronized List<String> hidden() {
        return List.copyOf(hidden);
    }

    /**
     * Returns what goes back to an older release of the same.
     *
     * @param release as {@link RollbackSettings#getRelease} returns it, or an empty text
     * @param markBad whether the release that is left counts as bad from then on
     */
    public RollbackSettings rollback(String release, boolean markBad) {
        RollbackSettings rollback = settings.as(RollbackSettings.class);
        rollback.setRelease(release);
        rollback.setMarkBad(markBad);
        return rollback;
    }

    /** Returns what promotes what is held of the same. */
    public PromoteSettings promotion() {
        PromoteSettings promotion = settings.as(PromoteSettings.class);
        promotion.setRelease(null); // it says what was deployed, not what is held
        return promotion;
    }

    /** Returns what discards what is held of the same. */
    public DiscardSettings discard() {
        DiscardSettings discard = settings.as(DiscardSettings.class);
        discard.setRelease(null);
        return discard;
    }

    /** Returns what looks how the same is. */
    public StatusSettings status() {
        return settings.as(StatusSettings.class);
    }
}
