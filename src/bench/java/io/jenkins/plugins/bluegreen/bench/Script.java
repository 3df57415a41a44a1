package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Deploys by {@code src/bench/sh/deploy.sh}. */
record Script(PrivateSshd sshd, PrivateNginx nginx, SlotPair slots, Scratch scratch) implements Stage.Deployer {

    private static final Path SCRIPT = Path.of("src", "bench", "sh", "deploy.sh");

    Script {
        Programs.find("curl", "curl");
        Programs.find("fuser", "psmisc");
    }

    @Override
    public List<StepReport> deploy(Path artifact, int release) throws InterruptedException, IOException {
        Path log = scratch.path().resolve("script.log");
        ProcessBuilder script = new ProcessBuilder("sh", SCRIPT.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        script.environment()
                .putAll(Map.of(
                        "SSH_CONFIG", sshConfig(sshd, scratch).toString(),
                        "ARTIFACT", artifact.toString(),
                        "COMMAND", Engine.java() + " -jar",
                        "DIRECTORY", scratch.path().toString(),
                        "INCLUDE", nginx.switchFile().toString(),
                        "RELOAD", nginx.reloadCommand(),
                        "BLUE", Integer.toString(slots.blue()),
                        "GREEN", Integer.toString(slots.green())));
        int status = script.start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("The script ended with " + status + ": " + Files.readString(log));
        }
        return List.of();
    }

    /** Writes what OpenSSH's programs need to log in to the host "app". */
    static Path sshConfig(PrivateSshd sshd, Scratch scratch) throws IOException {
        Path key = scratch.write("key", sshd.privateKey("ed25519", ""));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return scratch.write("ssh_config", """
                Host app
                  HostName %s
                  Port %d
                  User %s
                  IdentityFile %s
                  IdentitiesOnly yes
                  UserKnownHostsFile %s
                  BatchMode yes
                  LogLevel ERROR
                """.formatted(
                        sshd.target().host(),
                        sshd.target().port(),
                        sshd.target().user(),
                        key,
                        scratch.write("known_hosts", sshd.knownHosts())));
    }
}
