package io.jenkins.plugins.bluegreen.jenkins.plan;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.bluegreen.artifact.archive.Packing;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the one artifact in a workspace.
 *
 * @param glob an Ant glob of a file, or the path of a directory
 * @param exclude Ant globs, separated by commas, of files that are not it, or not of it; may be empty
 * @param unpack whether it is an archive that is to be unpacked
 */
public record ArtifactGlob(String glob, String exclude, boolean unpack) {

    private static final int SHOWN = 20;
    private static final int LOOKED_AT = 10_000;

    /** What a whole workspace is called on a host; its own name there is made by Jenkins. */
    private static final String WORKSPACE = "workspace";

    /** @throws PlanException for a pattern that cannot match a file of the workspace */
    public ArtifactGlob {
        if (glob.isBlank()) {
            throw new PlanException(
                    "artifact is empty, which would be the whole workspace; give what the build made, such as"
                            + " target/*.jar, or . where all of it is meant.");
        }
        check("artifact", glob, "target/*.jar");
        if (!exclude.isEmpty()) {
            check("exclude", exclude, "**/*-plain.jar");
        }
    }

    private static void check(String field, String glob, String example) {
        String path = glob.strip().replace('\\', '/');
        boolean absolute = path.startsWith("/") || path.matches("[A-Za-z]:.*");
        if (absolute || ("/" + path + "/").contains("/../") || path.chars().anyMatch(c -> c < ' ')) {
            throw new PlanException(field + " is '" + glob
                    + "'; it must be one pattern relative to the workspace, such as " + example + ", without '..'.");
        }
    }

    /**
     * Returns the path, relative to the workspace, of the directory of that name, or of the one file that the glob finds there.
     *
     * @throws AbortException if it finds none, or several
     */
    public String find(FilePath workspace) throws IOException, InterruptedException {
        if (!workspace.isDirectory()) {
            throw new AbortException("No file matches artifact '" + glob + "': there is no workspace yet.");
        }
        if (glob.indexOf('*') < 0
                && glob.indexOf('?') < 0
                && workspace.child(glob).isDirectory()) {
            return glob;
        }
        String root = workspace.getRemote().replace('\\', '/') + "/";
        List<String> found = Arrays.stream(workspace.list(glob, exclude))
                .map(file -> file.getRemote().replace('\\', '/'))
                .map(path -> path.startsWith(root) ? path.substring(root.length()) : path)
                .sorted()
                .toList();
        if (found.isEmpty()) {
            String why = workspace.validateAntFileMask(glob, LOOKED_AT);
            throw new AbortException("No file in the workspace matches artifact '" + glob + "'"
                    + (exclude.isEmpty() ? "" : " without '" + exclude + "'")
                    + (why == null ? "" : ": " + why) + "; build it before, or mend the pattern.");
        }
        return only(found);
    }

    /** Returns the one that there is. */
    String only(List<String> found) throws AbortException {
        if (found.size() > 1) {
            throw new AbortException(found.size() + " files in the workspace match artifact '" + glob
                    + "', but one is deployed; " + advice(found) + ":\n"
                    + found.stream().limit(SHOWN).map(path -> "  " + path).collect(Collectors.joining("\n"))
                    + (found.size() > SHOWN ? "\n  and " + (found.size() - SHOWN) + " more" : ""));
        }
        return found.get(0);
    }

    /** Returns what to do about several files. */
    private String advice(List<String> found) {
        Optional<String> plain = found.stream()
                .filter(path -> path.endsWith("-plain.jar"))
                .filter(path -> found.contains(path.replaceFirst("-plain\\.jar$", ".jar")))
                .findFirst();
        if (plain.isPresent()) {
            return "Gradle builds " + plain.get()
                    + " without the libraries beside the jar that Spring Boot runs, so add"
                    + " exclude: '**/*-plain.jar' to the step, or tasks.named('jar') { enabled = false } to build.gradle";
        }
        if (glob.matches("[^*?]+/\\*\\*?(/\\*)?/?")) {
            return "to deploy the directory as a whole, give artifact: '" + glob.replaceFirst("/\\*.*", "") + "'";
        }
        return "make the pattern narrower, exclude the others by exclude, or remove what an earlier build left";
    }

    /**
     * Returns what it is called on a host.
     *
     * @param path of what was found
     * @throws PlanException for what cannot be unpacked, but should be
     */
    public String fileName(String path) {
        String plain = ("./" + path.replace('\\', '/')).replaceFirst("(/\\.?)+$", "");
        String name = plain.equals(".") ? WORKSPACE : plain.substring(plain.lastIndexOf('/') + 1);
        if (!unpack) {
            return name;
        }
        return Packing.unpackedName(name)
                .orElseThrow(() -> new PlanException("The artifact " + path + " cannot be unpacked; unpack is for .tar,"
                        + " .tar.gz, .tgz, .zip, .war and .jar, and a directory is deployed as one without it."));
    }
}
