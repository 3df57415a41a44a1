package io.jenkins.plugins.bluegreen.model.value;

/** What a path on a host may look like. */
public final class Paths {

    private Paths() {}

    /**
     * Refuses what is not a plain absolute path: two people who read it must think of the same file.
     *
     * @throws PlanException naming the field
     */
    public static void checkAbsolute(String field, String path) {
        String text = path == null ? "" : path;
        if (!plain(text)) {
            throw new PlanException(
                    field + " is '" + text
                            + "'; it must be an absolute path such as /srv/backend, without '.', '..' and '//' in it, not ending in '/'.");
        }
    }

    /**
     * Refuses what is neither a plain absolute path nor one below a directory that is known, or empty.
     *
     * @throws PlanException naming the field
     */
    public static void checkWithin(String field, String path) {
        if (!path.isEmpty() && !plain(path.startsWith("/") ? path : "/" + path)) {
            throw new PlanException(
                    field + " is '" + path
                            + "'; it must be a path such as server or /srv/backend, without '.', '..' and '//' in it, not ending in '/'.");
        }
    }

    private static boolean plain(String text) {
        return text.startsWith("/")
                && text.length() <= 1024
                && text.length() > 1
                && !text.endsWith("/")
                && text.chars().noneMatch(c -> c < ' ' || c == 0x7f)
                && !(text + "/").matches(".*/\\.{1,2}/.*")
                && !text.contains("//");
    }
}
