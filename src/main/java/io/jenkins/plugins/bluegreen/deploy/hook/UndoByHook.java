package io.jenkins.plugins.bluegreen.deploy.hook;

import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.plan.Hook;

/** What a team undoes itself, between the stop of the new process and the removal of its release. It keeps nothing else from being undone. */
record UndoByHook(Report report) implements Step {

    /** Runs it, and says what came of it. */
    interface Report {
        void run() throws InterruptedException;
    }

    @Override
    public String host() {
        return "";
    }

    @Override
    public String name() {
        return "what hooks did, by " + Hook.ON_UNDO.label();
    }

    @Override
    public String run() {
        return "";
    }

    /** What the team does then, such as to an old schema, is not for a release that may still be at work. */
    @Override
    public boolean onlyAfterTheRest() {
        return true;
    }

    @Override
    public void undo() throws InterruptedException {
        report.run();
    }
}
