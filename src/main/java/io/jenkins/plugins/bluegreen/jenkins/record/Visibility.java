package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import jenkins.model.Jenkins;

/**
 * Whether the user of a request may see what a deployment did: whoever may read the job, and where there is no such job any more, who
 * administers Jenkins. To be asked in one request only.
 */
final class Visibility implements Predicate<Origin> {

    private final Map<String, Boolean> known = new HashMap<>();

    private Visibility() {}

    /** Returns that of the current user, now. */
    static Predicate<Origin> ofTheUser() {
        return new Visibility();
    }

    @Override
    public boolean test(Origin origin) {
        return known.computeIfAbsent(origin.job(), Visibility::readable);
    }

    private static boolean readable(String job) {
        Item item = job(job);
        if (item == null) {
            return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
        }
        // What a folder hides, it hides with all that is in it.
        for (ItemGroup<?> around = item.getParent(); around instanceof Item folder; around = folder.getParent()) {
            if (!folder.hasPermission(Item.READ)) {
                return false;
            }
        }
        return item.hasPermission(Item.READ);
    }

    /** Looked up as Jenkins itself, which tells one that is not there from one that the user may not read. */
    private static Item job(String name) {
        ACLContext user = ACL.as2(ACL.SYSTEM2);
        try {
            return Jenkins.get().getItemByFullName(name);
        } finally {
            user.close(); // goes back to him
        }
    }
}
