package io.jenkins.plugins.bluegreen.jenkins.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustOnFirstUseStoreTest {

    private static final KnownHostsLine OURS = new KnownHostsLine(
            "[app1]:2222", "ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIFSU9RBCVwhrSKXRwBWLRhDbmUS4vgWYnYEFHNpOkPbD");
    private static final KnownHostsLine OTHER = new KnownHostsLine(
            "[app1]:2222", "ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl");

    @TempDir
    private Path job;

    @Test
    void keepsKeysInTheDirectoryOfTheJob() throws Exception {
        TrustOnFirstUseStore.in(job).add(List.of(OURS));
        TrustOnFirstUseStore.in(job).add(List.of(OURS, new KnownHostsLine("app2", OTHER.type(), OTHER.key())));

        assertThat(TrustOnFirstUseStore.in(job).of(Target.parse("app1:2222"))).isEqualTo(OURS.toString());
        assertThat(TrustOnFirstUseStore.in(job).of(Target.parse("app1"))).isEmpty();
        assertThat(Files.readAllLines(job.resolve("blue-green-known-hosts")))
                .containsExactly(OURS.toString(), "app2 " + OTHER.type() + " " + OTHER.key());
        try (var files = Files.list(job)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void neverTakesASecondKeyOfAHost() throws Exception {
        TrustOnFirstUseStore.in(job).add(List.of(OURS));

        assertThatThrownBy(() -> TrustOnFirstUseStore.in(job).add(List.of(OTHER)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("The host [app1]:2222 offered another key")
                .hasMessageContaining("somebody may be in between");
        assertThat(TrustOnFirstUseStore.in(job).of(Target.parse("app1:2222"))).isEqualTo(OURS.toString());
    }

    @Test
    void stopsAtAFileThatHoldsSomethingElse() throws Exception {
        Files.writeString(job.resolve("blue-green-known-hosts"), "nonsense");

        assertThatThrownBy(() -> TrustOnFirstUseStore.in(job).of(Target.parse("app1:2222")))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("Line 1 of the file blue-green-known-hosts in the job's directory on the"
                        + " controller is 'nonsense'");
    }
}
