package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.model.plan.Owner;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * A release that lies on the hosts of an application.
 *
 * @param release its id
 * @param fileName the artifact's name; an empty text where nothing is kept of it
 * @param owner who deployed it; empty texts where that is not kept
 * @param deployedAt when it was deployed the last time, rollbacks not counted; null where the hosts' histories do not tell
 * @param live whether it serves now, on all hosts
 * @param bad whether it is marked as one that is not to be gone back to, unless it is named
 * @param completeOn the hosts on which it is complete, as the console names them
 * @param fault why it cannot be gone back to, to stand behind its name; an empty text where it can
 */
public record StoredReleaseInfo(
        String release,
        String fileName,
        Owner owner,
        Instant deployedAt,
        boolean live,
        boolean bad,
        List<String> completeOn,
        String fault)
        implements Serializable {

    /** Copies the list. */
    public StoredReleaseInfo {
        completeOn = List.copyOf(completeOn);
    }

    /** Tells whether it can be gone back to. */
    public boolean offered() {
        return fault.isEmpty() && !live;
    }

    /** Tells whether a build of this number deployed it. */
    boolean ofBuild(String number) {
        return owner.build().endsWith("#" + number.replaceFirst("^#", ""));
    }

    /** Returns it in a line, for the list under a refusal. */
    String shown() {
        String by = owner.build().isEmpty() ? "" : ", by " + owner;
        String when = deployedAt == null ? "" : ", deployed at " + deployedAt + by;
        String how = live ? ", is live" : bad ? ", is marked as bad" : "";
        return release + when + how + (fault.isEmpty() ? "" : ", cannot be gone back to: it " + fault);
    }
}
