package io.jenkins.plugins.bluegreen.ssh;

import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Programs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The ssh command with a connection that its calls share ({@code ControlMaster} in ssh_config(5)), to compare with. */
final class SharedSsh implements AutoCloseable {

    private final List<String> words;

    private SharedSsh(List<String> words) {
        this.words = words;
    }

    static SharedSsh to(PrivateSshd sshd) throws IOException {
        Path key = Files.writeString(sshd.directory().resolve("shared_key"), sshd.privateKey("ed25519", ""));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path known = Files.writeString(sshd.directory().resolve("shared_known_hosts"), sshd.knownHosts());
        SharedSsh ssh = new SharedSsh(List.of(
                Programs.find("ssh", "openssh-client"),
                "-F",
                "none",
                "-i",
                key.toString(),
                "-o",
                "UserKnownHostsFile=" + known,
                "-o",
                "ControlPath=" + sshd.directory().resolve("shared"),
                "-p",
                Integer.toString(sshd.target().port()),
                sshd.target().user() + "@" + sshd.target().host()));
        ssh.start("-f", "-N", "-o", "ControlMaster=yes");
        return ssh;
    }

    /** Runs a command there. */
    int run(String command) {
        return start(command);
    }

    private int start(String... more) {
        List<String> all = new ArrayList<>(words);
        // Options stand before the host, a command after it.
        all.addAll(more[0].startsWith("-") ? 1 : all.size(), List.of(more));
        try {
            // Its output goes nowhere: the one that stays in the background would keep a pipe open.
            int status = new ProcessBuilder(all)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("ssh ended with " + status);
            }
            return status;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        start("-O", "exit");
    }
}
