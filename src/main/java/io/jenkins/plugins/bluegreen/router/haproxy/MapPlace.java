package io.jenkins.plugins.bluegreen.router.haproxy;

import java.io.Serializable;
import java.util.List;

/**
 * Where HAProxy is told which slot is live.
 *
 * @param file the map file, an absolute path as it stands in HAProxy's configuration
 * @param socket HAProxy's own socket file, an absolute path
 * @param key of the application's line in the map
 */
public record MapPlace(String file, String socket, String key) implements Serializable {

    /**
     * Returns the commands that make the file for a login user, as root. Whatever is there stays, so that they do no harm when they are run again,
     * or for another application in the same file: what they would write over may say that green is live.
     */
    public List<String> made(String login) {
        String folder = file.substring(0, Math.max(1, file.lastIndexOf('/')));
        return List.of(
                "install -d -o " + login + " -m 755 " + folder,
                "[ -e " + file + " ] || install -o " + login + " -m 644 /dev/null " + file,
                // The last line of another one may have no end yet; HAProxy passes over an empty one.
                "grep -q '^[[:blank:]]*" + key.replace(".", "\\.") + "[[:blank:]]' " + file + " || printf '\\n" + key
                        + " blue\\n' >>" + file);
    }

    /** Returns what the names of the application's backends begin with: the key, as HAProxy takes it in a name. */
    String name() {
        return key.replaceAll("[^A-Za-z0-9_.-]", "_");
    }
}
