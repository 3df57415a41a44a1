package io.jenkins.plugins.bluegreen.jenkins.process;

import hudson.ExtensionPoint;
import io.jenkins.plugins.bluegreen.jenkins.field.Example;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import java.time.Duration;

/**
 * What can be said about how what runs in the slots is started and kept up; each kind has a class of its own, with a symbol by which a
 * Pipeline names it. Where none is given, it is {@link SessionSettings}.
 */
@Example("session(restart: 'always')")
public abstract class ProcessSettings extends Settings<ProcessSettings> implements ExtensionPoint {

    /**
     * Returns what the engine is told of it.
     *
     * @throws PlanException for what cannot be, or is not given
     */
    public abstract ProcessAdapter adapter();

    /**
     * Returns what an administrator has to write on the hosts for it, ready to paste; an empty text for nothing.
     *
     * @throws PlanException as {@link #adapter}
     */
    public String configuration(Application application, Duration stopTimeout) {
        return "";
    }

    /** Returns settings of the same kind with which a deployment could be planned, to look at single other ones over them. */
    public abstract ProcessSettings example();
}
