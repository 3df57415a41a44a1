package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.listeners.ItemListener;
import java.util.concurrent.CompletableFuture;

/**
 * Has the records of a job that is renamed or moved follow it; otherwise nobody could read them any more who may read the job. Those of
 * one that is deleted belong to no job any more; otherwise whoever makes another one of that name could read them.
 */
@Extension
public final class MovedJobs extends ItemListener {

    // Of many records each is written anew; and one move is done with before the next, or records would stay behind.
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        if (item instanceof Job<?, ?>) { // Jenkins tells of each one in a folder, too
            moved(oldFullName, newFullName, item.getUrl());
        }
    }

    @Override
    public void onDeleted(Item item) {
        if (item instanceof Job<?, ?> job) {
            moved(job.getFullName(), "", "");
        }
    }

    private synchronized void moved(String from, String to, String url) {
        last = last.handleAsync(
                (done, failed) -> {
                    Deployments.get().moved(from, to, url);
                    return null;
                },
                Computer.threadPoolForRemoting);
    }
}
