package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.EnvVars;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.jenkins.report.PreviewAccess;

/** How testers see a release that a freestyle build holds, for the build's later steps: those have no other way to get the secret. */
public final class PreviewAction extends InvisibleAction implements EnvironmentContributingAction {

    // Encrypted in the file of the build.
    private final Secret token;

    PreviewAction(PreviewAccess access) {
        token = Secret.fromString(access.token().value());
    }

    @Override
    public void buildEnvironment(Run<?, ?> run, EnvVars env) {
        env.put("BLUE_GREEN_PREVIEW", token.getPlainText());
    }
}
