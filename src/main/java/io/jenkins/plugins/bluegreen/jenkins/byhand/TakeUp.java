package io.jenkins.plugins.bluegreen.jenkins.byhand;

import hudson.Extension;
import hudson.model.listeners.ItemListener;

/** Takes up rollbacks by hand that a restart of Jenkins cut off, as soon as their jobs are there. */
@Extension
public final class TakeUp extends ItemListener {

    @Override
    public void onLoaded() {
        RollbackByHand.takeUp();
    }
}
