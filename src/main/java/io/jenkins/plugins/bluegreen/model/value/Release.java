package io.jenkins.plugins.bluegreen.model.value;

import java.io.Serializable;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One shipped artifact, in a directory of its own that never changes after the upload.
 *
 * @param id the name of that directory: 1 to 128 letters, digits, '.', '_', '-', '+', beginning with a letter or digit
 * @param fileName the artifact's file name in it, without any directory
 */
public record Release(String id, String fileName) implements Serializable {

    /** What lies beside an artifact. */
    private static final Set<String> OURS = Set.of(
            ".artifact",
            ".bad",
            ".block-sums",
            ".contents",
            ".contents.new",
            ".kept",
            ".kept.before",
            ".kept.new",
            ".packed",
            ".sent",
            ".shipped-by");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}");

    /** @throws PlanException for an id or file name that could leave the release's directory */
    public Release {
        if (id == null || !ID.matcher(id).matches()) {
            throw new PlanException("The release id '" + id
                    + "' must be 1 to 128 letters, digits, '.', '_', '-' or '+', beginning with a letter or a digit.");
        }
        if (fileName == null
                || fileName.isEmpty()
                || fileName.equals(".")
                || fileName.equals("..")
                || OURS.contains(fileName)
                || fileName.length() > 200
                || fileName.chars().anyMatch(c -> c == '/' || c < ' ' || c == 0x7f)) {
            throw new PlanException(
                    "The artifact's file name '" + fileName
                            + "' must be a plain name of 1 to 200 characters, without '/' and control characters, and none that the plugin uses beside it.");
        }
    }
}
