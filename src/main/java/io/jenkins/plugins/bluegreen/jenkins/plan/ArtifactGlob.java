package io.jenkins.plugins.bluegreen.jenkins.plan;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the one artifact in a workspace. */
public final class ArtifactGlob {

    private static final int SHOWN = 20;
    private static final int LOOKED_AT = 10_000;

    private ArtifactGlob() {}

    /** @throws PlanException for a pattern that cannot match a file of the workspace */
    static void check(String glob) {
        String path = glob.strip().replace('\\', '/');
        boolean absolute = path.startsWith("/") || path.matches("[A-Za-z]:.*");
        if (absolute || ("/" + path + "/").contains("/../") || path.chars().anyMatch(c -> c < ' ')) {
            throw new PlanException("artifact is '" + glob
                    + "'; it must be one pattern relative to the workspace, such as target/*.jar, without '..'.");
        }
    }

    /**
     * Returns the path, relative to the workspace, of the one file that an Ant glob finds there.
     *
     * @throws AbortException if it finds none, or several
     */
    public static String find(FilePath workspace, String glob) throws IOException, InterruptedException {
        check(glob);
        if (!workspace.isDirectory()) {
            throw new AbortException("No file matches artifact '" + glob + "': there is no workspace yet.");
        }
        String root = workspace.getRemote().replace('\\', '/') + "/";
        List<String> found = Arrays.stream(workspace.list(glob))
                .map(file -> file.getRemote().replace('\\', '/'))
                .map(path -> path.startsWith(root) ? path.substring(root.length()) : path)
                .sorted()
                .toList();
        if (found.isEmpty()) {
            String why = workspace.validateAntFileMask(glob, LOOKED_AT);
            throw new AbortException("No file in the workspace matches artifact '" + glob + "'"
                    + (why == null ? "" : ": " + why) + "; build it before, or mend the pattern.");
        }
        if (found.size() > 1) {
            throw new AbortException(found.size() + " files in the workspace match artifact '" + glob
                    + "', but one is deployed; make the pattern narrower, or remove what an earlier build left:\n"
                    + found.stream().limit(SHOWN).map(path -> "  " + path).collect(Collectors.joining("\n"))
                    + (found.size() > SHOWN ? "\n  and " + (found.size() - SHOWN) + " more" : ""));
        }
        return found.get(0);
    }
}
