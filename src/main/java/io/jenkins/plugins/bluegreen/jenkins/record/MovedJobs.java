package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;

/** Has the records of a job that is renamed or moved follow it; otherwise nobody could read them any more who may read the job. */
@Extension
public final class MovedJobs extends ItemListener {

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        String url = item.getUrl();
        // Of many records each is written anew.
        Computer.threadPoolForRemoting.submit(() -> Deployments.get().moved(oldFullName, newFullName, url));
    }
}
