package io.jenkins.plugins.bluegreen.ssh.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeysTest {

    private static final String OURS = "AAAAC3NzaC1lZDI1NTE5AAAAIFSU9RBCVwhrSKXRwBWLRhDbmUS4vgWYnYEFHNpOkPbD";
    private static final String OTHER = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example ssh-ed25519 " + OURS,
                "  app.example   ssh-ed25519\t" + OURS + " comment",
                "# a comment\n\nother.example ssh-ed25519 " + OTHER + "\nAPP.example ssh-ed25519 " + OURS,
                "web.example,app.example,10.0.0.1 ssh-ed25519 " + OURS,
                "*.example ssh-ed25519 " + OURS,
                "a?p.example,!db.example ssh-ed25519 " + OURS,
                // As ssh-keygen -H writes it.
                "|1|AAAAAAAAAAAAAAAAAAAAAAAAAAA=|1mQPkV2SMTlWP313usBfoDtEH3E= ssh-ed25519 " + OURS,
            })
    void knowsAHostByItsLine(String lines) throws Exception {
        assertThat(refusal("app.example", lines)).isNull();
    }

    @Test
    void knowsAHostOnAnotherPortByItsBracketsOrItsName() throws Exception {
        assertThat(refusal("app.example:2222", "[app.example]:2222 ssh-ed25519 " + OURS))
                .isNull();
        assertThat(refusal("app.example:2222", "app.example ssh-ed25519 " + OURS))
                .isNull();
        assertThat(refusal("app.example:2222", "[app.example]:2223 ssh-ed25519 " + OURS))
                .hasMessageContaining("is unknown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "other.example ssh-ed25519 " + OURS,
                "*.example,!app.example ssh-ed25519 " + OURS,
                "@cert-authority app.example ssh-ed25519 " + OURS,
                "#app.example ssh-ed25519 " + OURS,
                "app.example",
            })
    void tellsTheLineToAddForAnUnknownHost(String lines) throws Exception {
        // Not the account's own files, but for the empty text.
        Path none = folder.resolve("none");
        HostException refusal = refusal(Target.parse("app.example"), lines, none);

        assertThat(refusal)
                .hasMessage("The host key of app.example is unknown: it offers ssh-ed25519"
                        + " SHA256:HNiLRRXZIoWmaodiGbLRieDOFyYJRn5HSuqW2bab53o; once you made sure that this is its key, add"
                        + " the line below to hostKeys" + (lines.isEmpty() ? " or " + none : "") + ".");
        assertThat(refusal.evidence()).isEqualTo("app.example ssh-ed25519 " + OURS);
    }

    @Test
    void tellsTheLineToReplaceForAChangedKey() throws Exception {
        HostException refusal = refusal("app.example:2222", "[app.example]:2222 ssh-ed25519 " + OTHER);

        assertThat(refusal)
                .hasMessageStartingWith(
                        "The host key of app.example:2222 is not the known one: it offers ssh-ed25519 SHA256:")
                .hasMessageContaining("somebody may be in between")
                .hasMessageEndingWith("by the one below.");
        assertThat(refusal.evidence()).isEqualTo("[app.example]:2222 ssh-ed25519 " + OURS);
    }

    @Test
    void refusesARevokedKey() throws Exception {
        assertThat(refusal(
                        "app.example",
                        "@revoked app.example ssh-ed25519 " + OURS + "\napp.example ssh-ed25519 " + OURS))
                .hasMessageContaining("is revoked");
    }

    @Test
    void readsAllFilesOfTheAccount() throws Exception {
        Path mine = Files.writeString(folder.resolve("mine"), "other.example ssh-ed25519 " + OTHER);
        Path global = Files.writeString(folder.resolve("global"), "app.example ssh-ed25519 " + OURS);

        assertThat(refusal(Target.parse("app.example"), "", mine, global)).isNull();
    }

    /** Each connection keeps its own, also where there are hundreds. */
    @Test
    void keepsNoLinesOfOtherHosts() throws Exception {
        StringBuilder lines = new StringBuilder("[app.example]:2222,10.0.0.1 ssh-ed25519 " + OURS + "\n");
        for (int i = 0; i < 100; i++) {
            lines.append("[app" + i + ".example]:2222,10.0.1." + i + " ssh-ed25519 " + OTHER + "\n");
        }
        JSch jsch = new JSch();
        HostKeys.of(Target.parse("app.example:2222"), HostTrust.in(lines.toString()), List.of())
                .install(jsch);
        assertThat(jsch.getHostKeyRepository().getHostKey()).hasSize(1);
    }

    private static HostException refusal(String target, String lines) throws Exception {
        return refusal(Target.parse(target), lines, Path.of("/nowhere"));
    }

    private static HostException refusal(Target target, String lines, Path... files) throws Exception {
        HostKeys keys = HostKeys.of(target, HostTrust.in(lines), List.of(files));
        JSch jsch = new JSch();
        keys.install(jsch);
        HostKey offered =
                new HostKey(KnownHostsLine.name(target), Base64.getDecoder().decode(OURS));
        return keys.refusal(offered, jsch.getHostKeyRepository());
    }
}
