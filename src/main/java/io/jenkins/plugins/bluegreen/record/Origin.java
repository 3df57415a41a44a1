package io.jenkins.plugins.bluegreen.record;

import java.util.List;

/**
 * Who wanted a deployment, and what it was made of.
 *
 * @param kind which kind of deployment it is
 * @param user the id of the user who started it, or an empty text where nobody did by hand
 * @param job the full name of the job whose build deployed; for a rollback from a page, of the job whose deployment was left; an
 *     empty text where it was deleted
 * @param build the number of that build
 * @param url the path of that build below the root of Jenkins, such as {@code job/backend/42/}; an empty text where it was deleted
 * @param commits what the build's changelog says, newest first; at most 20
 * @param node the name of the node that it was done from; an empty text for the controller, or where that is not known
 */
public record Origin(Kind kind, String user, String job, int build, String url, List<Commit> commits, String node) {

    private static final int BRIEF = 3;

    /** Copies the commits. */
    public Origin {
        commits = List.copyOf(commits);
        node = node == null ? "" : node;
    }

    /** One of which no more is known than its job. */
    public static Origin of(String job) {
        return new Origin(Kind.DEPLOYMENT, "", job, 0, "", List.of(), "");
    }

    /** Returns it with no more commits than lists show. */
    Origin brief() {
        return commits.size() <= BRIEF
                ? this
                : new Origin(kind, user, job, build, url, commits.subList(0, BRIEF), node);
    }

    /**
     * Returns it with another place of the job.
     *
     * @param name its full name, or an empty text where it is not there any more
     * @param path its path below the root of Jenkins, or an empty text
     */
    public Origin moved(String name, String path) {
        return new Origin(kind, user, name, build, path.isEmpty() ? "" : path + build + "/", commits, node);
    }

    /** Which kinds of deployments there are. */
    public enum Kind {
        /** A release was shipped. */
        DEPLOYMENT,
        /** A release that lay on the hosts was started again, by a build. */
        ROLLBACK,
        /** The same, by a button on a page. */
        ROLLBACK_BY_HAND,
        /** What was held was promoted or discarded, by a button on a page. */
        HELD_BY_HAND,
        /** Jenkins dealt with what a deployment had left, since its time was over. */
        BY_TIME;

        /** Tells whether it went back to an older release. */
        public boolean back() {
            return this == ROLLBACK || this == ROLLBACK_BY_HAND;
        }

        /** Tells whether somebody pressed a button for it, and no build did it. */
        public boolean byHand() {
            return this == ROLLBACK_BY_HAND || this == HELD_BY_HAND;
        }

        /** Tells whether a build did it. */
        public boolean byBuild() {
            return !byHand() && this != BY_TIME;
        }
    }

    /**
     * A change.
     *
     * @param id as the version control names it
     * @param author who made it
     * @param message the first line of what was said of it
     */
    public record Commit(String id, String author, String message) {}
}
