package io.jenkins.plugins.bluegreen.jenkins.field;

import java.util.Collection;

/** What somebody may have meant who wrote a name that is none. */
public final class Guess {

    /** So many letters may be wrong, missing or too many, and no more than every second one, and not all: another name is no slip. */
    private static final int FARTHEST = 3;

    private Guess() {}

    /**
     * Returns a question to put behind a sentence, such as {@code "; did you mean 'hosts'?"}, or an empty text where no name is near.
     *
     * @param given what was written
     * @param known the names that may have been meant
     */
    public static String among(Collection<String> known, String given) {
        String nearest = null;
        int distance = Math.min(FARTHEST, (given.length() + 1) / 2) + 1;
        for (String name : known) {
            int other = distance(given, name);
            if (other < distance && other < given.length()) {
                nearest = name;
                distance = other;
            }
        }
        return nearest == null ? "" : "; did you mean '" + nearest + "'?";
    }

    /** As Levenshtein has it, but that letter case is free. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                int changed = same ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
