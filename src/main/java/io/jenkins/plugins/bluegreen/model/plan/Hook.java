package io.jenkins.plugins.bluegreen.model.plan;

import java.util.Optional;
import java.util.stream.Stream;

/** When a command of the team's own is run in a deployment. */
public enum Hook {
    /** Once the release lies on all hosts, before it is started on any. */
    BEFORE_START("beforeStart"),
    /** Once it is healthy everywhere, before users are led to it. */
    BEFORE_SWITCH("beforeSwitch"),
    /** Once it was seen that users reach it, before the old slot is drained. */
    AFTER_SWITCH("afterSwitch"),
    /** Once the old slot is stopped. */
    AFTER_DEPLOY("afterDeploy"),
    /** Once users are with the old slot again and what was started is stopped, before the release is removed. */
    ON_UNDO("onUndo");

    private final String label;

    Hook(String label) {
        this.label = label;
    }

    /** Returns its name as a parameter. */
    public String label() {
        return label;
    }

    /** Returns the one of a name, if there is one. */
    public static Optional<Hook> named(String label) {
        return Stream.of(values()).filter(hook -> hook.label.equals(label)).findFirst();
    }
}
