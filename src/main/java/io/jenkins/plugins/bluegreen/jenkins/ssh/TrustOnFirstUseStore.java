package io.jenkins.plugins.bluegreen.jenkins.ssh;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The host keys that a job trusted at their first use: a file of {@code known_hosts} lines in the job's own directory on the
 * controller, so that no job can make another one trust a key, and so that it goes with the job. A person may edit it.
 */
public final class TrustOnFirstUseStore {

    /** Where the keys are, for a person who has to change them. */
    public static final String PLACE = "the file blue-green-known-hosts in the job's directory on the controller";

    private static final String NAME = "blue-green-known-hosts";
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path directory;

    private TrustOnFirstUseStore(Path directory) {
        this.directory = directory;
    }

    /** Returns those of the job that has this directory. */
    public static TrustOnFirstUseStore in(Path directory) {
        return new TrustOnFirstUseStore(directory);
    }

    /** Returns a place where no keys are. */
    public static TrustOnFirstUseStore none() {
        return new TrustOnFirstUseStore(null);
    }

    /**
     * Returns the lines of just this host and port, or an empty text.
     *
     * @throws AbortException if the file cannot be read, or holds something else
     */
    public String of(Target target) throws AbortException {
        return read().stream()
                .filter(line -> line.isOf(target))
                .map(KnownHostsLine::toString)
                .collect(Collectors.joining("\n"));
    }

    /**
     * Adds keys.
     *
     * @throws AbortException if another deployment has just trusted another key of one of these hosts
     */
    public void add(Collection<KnownHostsLine> learned) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            List<KnownHostsLine> known = new ArrayList<>(read());
            for (KnownHostsLine line : learned) {
                if (known.stream().anyMatch(other -> other.hosts().equals(line.hosts()) && !other.equals(line))) {
                    throw new AbortException("The host " + line.hosts() + " offered another key, " + line.fingerprint()
                            + ", than to a deployment at the same time, so somebody may be in between; compare it with"
                            + " the host's own, and give hostKeys.");
                }
                if (!known.contains(line)) {
                    known.add(line);
                }
            }
            write(known);
        }
    }

    private List<KnownHostsLine> read() throws AbortException {
        try {
            return directory == null || Files.notExists(directory.resolve(NAME))
                    ? List.of()
                    : KnownHostsLine.readAll(PLACE, Files.readString(directory.resolve(NAME)));
        } catch (IOException e) {
            throw new AbortException("The known host keys of this job cannot be read, from " + PLACE + ": " + e + ".");
        } catch (PlanException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private void write(List<KnownHostsLine> lines) throws IOException {
        Path whole = Files.createTempFile(directory, NAME, ".new");
        try {
            Files.write(whole, lines.stream().map(KnownHostsLine::toString).toList());
            Files.move(
                    whole,
                    directory.resolve(NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
