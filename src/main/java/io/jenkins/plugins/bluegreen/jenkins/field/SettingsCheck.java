package io.jenkins.plugins.bluegreen.jenkins.field;

import hudson.ExtensionPoint;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.Optional;

/** Knows what a deployment makes of settings; the forms, which do not, ask it. */
public interface SettingsCheck extends ExtensionPoint {

    /**
     * Constructs what a deployment would construct, touching no file and no host.
     *
     * @param given some of the settings of a form; what is not given counts as right
     * @return what had better be otherwise, if anything
     * @throws PlanException for what cannot be
     */
    Optional<String> check(Settings<?> given);
}
