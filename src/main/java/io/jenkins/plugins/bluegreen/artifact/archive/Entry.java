package io.jenkins.plugins.bluegreen.artifact.archive;

import java.io.IOException;
import java.io.InputStream;

/**
 * Something in a directory that is shipped.
 *
 * @param name its path in the directory, names separated by single slashes
 * @param kind what it is
 * @param mode the nine bits of chmod(1)
 * @param size of a file, in bytes; otherwise 0
 * @param target where a link leads: a symbolic one to a path, a hard one to the name of an entry; otherwise an empty text
 * @param bytes those of a file; otherwise null
 */
record Entry(String name, Kind kind, int mode, long size, String target, Bytes bytes) {

    /** What it may be. */
    enum Kind {
        DIRECTORY,
        FILE,
        SYMBOLIC_LINK,
        HARD_LINK
    }

    /** What is in a file. */
    interface Bytes {

        /** Opens them anew. */
        InputStream open() throws IOException;
    }

    private static final int PERMISSIONS = 0777;

    /** What we need ourselves, to write into it and to remove it again. */
    private static final int OWN_DIRECTORY = 0700;

    private static final int OWN_FILE = 0400;

    static Entry directory(String name, int mode) {
        return new Entry(name, Kind.DIRECTORY, mode & PERMISSIONS | OWN_DIRECTORY, 0, "", null);
    }

    static Entry file(String name, int mode, long size, Bytes bytes) {
        return new Entry(name, Kind.FILE, mode & PERMISSIONS | OWN_FILE, size, "", bytes);
    }

    static Entry symbolicLink(String name, String target) {
        return new Entry(name, Kind.SYMBOLIC_LINK, PERMISSIONS, 0, target, null);
    }

    static Entry hardLink(String name, String target) {
        return new Entry(name, Kind.HARD_LINK, PERMISSIONS, 0, target, null);
    }

    /** Returns the name of the directory that it is in, or an empty text for one at the top. */
    String parent() {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }
}
