package io.jenkins.plugins.bluegreen.router.caddy;

/**
 * The flag file as a Caddyfile names it: what lies in a directory.
 *
 * @param file its absolute path
 */
record FlagPath(String file) {

    /** Returns where it lies. */
    String folder() {
        int slash = file.lastIndexOf('/');
        return slash == 0 ? "/" : file.substring(0, slash);
    }

    /** Returns its name there. */
    String name() {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
