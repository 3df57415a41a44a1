package io.jenkins.plugins.bluegreen.ssh.hostkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsLineTest {

    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIFSU9RBCVwhrSKXRwBWLRhDbmUS4vgWYnYEFHNpOkPbD";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example ssh-ed25519 " + KEY,
                "  [app.example]:2222,10.0.0.1\tssh-ed25519   " + KEY + " a comment of words",
                "# a comment\n\n*.example,!db.example ssh-ed25519 " + KEY + "\r\n",
                "@revoked app.example ssh-ed25519 " + KEY,
                "|1|AAAAAAAAAAAAAAAAAAAAAAAAAAA=|1mQPkV2SMTlWP313usBfoDtEH3E= ssh-ed25519 " + KEY,
            })
    void acceptsWhatSshKeyscanPrints(String lines) {
        assertThatCode(() -> KnownHostsLine.checkedAll("hostKeys", lines)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example",
                "ssh-ed25519 " + KEY,
                "ssh-ed25519 " + KEY + " deploy@app",
                "app.example ssh-rsa " + KEY,
                "app.example ssh-ed25519 AAAAC3Nz...",
                "app.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
                "app.example ssh-ed25519 ////",
                "app.example ssh-ed25519 SHA256:HNiLRRXZIoWmaodiGbLRieDOFyYJRn5HSuqW2bab53o",
            })
    void namesTheLineByWhichNoHostWouldBeKnown(String line) {
        assertThatThrownBy(() -> KnownHostsLine.checkedAll("hostKeys", "# ours\napp ssh-ed25519 " + KEY + "\n" + line))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("Line 3 of hostKeys is '" + line.substring(0, Math.min(30, line.length())))
                .hasMessageEndingWith(
                        "', which is no host key; it must read '<host> <type> <key>', as ssh-keyscan prints it.");
    }

    @Test
    void saysThatCertificateAuthoritiesAreNotSupported() {
        assertThatThrownBy(() -> KnownHostsLine.checkedAll("hostKeys", "@cert-authority * ssh-ed25519 " + KEY))
                .isInstanceOf(PlanException.class)
                .hasMessage("Line 1 of hostKeys has the marker @cert-authority, which is not supported here; give the"
                        + " host's own key.");
    }

    @Test
    void aLineFromAnAgentCannotHoldAnother() {
        assertThatThrownBy(() -> new KnownHostsLine("app\nevil", "ssh-ed25519", KEY))
                .isInstanceOf(PlanException.class);
        assertThatThrownBy(() -> new KnownHostsLine("app evil", "ssh-ed25519", KEY))
                .isInstanceOf(PlanException.class);
        assertThatThrownBy(() -> new KnownHostsLine("app", "ssh-ed25519", KEY + "\n* ssh-ed25519 " + KEY))
                .isInstanceOf(PlanException.class);
        KnownHostsLine line = KnownHostsLine.of(Target.parse("app:2222"), "ssh-ed25519", KEY);
        assertThat(line).hasToString("[app]:2222 ssh-ed25519 " + KEY);
        assertThat(line.isOf(Target.parse("app"))).isFalse();
        assertThat(line.fingerprint()).isEqualTo("SHA256:HNiLRRXZIoWmaodiGbLRieDOFyYJRn5HSuqW2bab53o");
    }
}
