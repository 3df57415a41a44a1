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
        boolean plain = text.startsWith("/")
                && text.length() <= 1024
                && text.length() > 1
                && !text.endsWith("/")
                && text.chars().noneMatch(c -> c < ' ' || c == 0x7f)
                && !(text + "/").matches(".*/\\.{1,2}/.*")
                && !text.contains("//");
        if (!plain) {
            throw new PlanException(
                    field + " is '" + text
                            + "'; it must be an absolute path such as /srv/backend, without '.', '..' and '//' in it, not ending in '/'.");
        }
    }
}
