package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trust on first use, against real OpenSSH servers. */
@Timeout(60)
class FirstUseIT {

    @TempDir
    private Path folder;

    private final PrivateSshd sshd = PrivateSshd.start();

    @AfterEach
    void stop() {
        sshd.close();
    }

    private SshLogin trusting(PrivateSshd server, String lines) {
        SshLogin login = server.login();
        return new SshLogin(login.user(), login.method(), new HostTrust(lines, "hostKeys", true));
    }

    private List<KnownHostsLine> learn(SshRoute route) throws HostException {
        return FirstUse.learn(List.of(route), List.of(folder.resolve("known_hosts")));
    }

    @Test
    void learnsTheKeyOfAnUnknownHostWithoutLoggingIn() throws Exception {
        List<KnownHostsLine> learned = learn(SshRoute.direct(sshd.target(), trusting(sshd, "")));

        assertThat(learned)
                .extracting(KnownHostsLine::toString)
                .containsExactly(sshd.knownHosts("ed25519").strip());
        assertThat(Files.readString(sshd.log()))
                .contains("Connection from")
                .doesNotContain("Accepted")
                .doesNotContain("Failed");
    }

    @Test
    void connectsByWhatItLearned() throws Exception {
        SshRoute route = SshRoute.direct(sshd.target(), trusting(sshd, ""));

        JschHost.connect(route.knowing(learn(route))).close();

        assertThat(Files.readString(sshd.log())).contains("Accepted publickey");
    }

    @Test
    void learnsNothingOfAHostOfWhichAnyKeyIsKnown() throws Exception {
        // Or whoever is in between would only have to offer a key of another kind.
        assertThat(learn(SshRoute.direct(sshd.target(), trusting(sshd, sshd.knownHosts("rsa")))))
                .isEmpty();
        Files.writeString(folder.resolve("known_hosts"), sshd.knownHosts("ecdsa"));
        assertThat(learn(SshRoute.direct(sshd.target(), trusting(sshd, "")))).isEmpty();
        assertThat(Files.readString(sshd.log())).doesNotContain("Connection from");
    }

    @Test
    void learnsNothingWhereThatIsNotAskedFor() throws Exception {
        SshLogin strict = new SshLogin(sshd.login().user(), sshd.login().method(), "");

        assertThat(learn(SshRoute.direct(sshd.target(), strict))).isEmpty();
    }

    @Test
    void learnsAlongTheWayThroughAJumpHost() throws Exception {
        try (PrivateSshd jump = PrivateSshd.start()) {
            SshRoute route =
                    new SshRoute(sshd.target(), trusting(sshd, ""), SshRoute.direct(jump.target(), trusting(jump, "")));

            List<KnownHostsLine> learned = learn(route);

            assertThat(learned)
                    .extracting(KnownHostsLine::toString)
                    .containsExactly(
                            jump.knownHosts("ed25519").strip(),
                            sshd.knownHosts("ed25519").strip());
            JschHost.connect(route.knowing(learned)).close();
        }
    }

    @Test
    void aChangedKeyStopsEverythingAfterwards() throws Exception {
        SshRoute route = SshRoute.direct(sshd.target(), trusting(sshd, ""));
        String old = learn(route).get(0).toString();
        try (PrivateSshd another = PrivateSshd.start()) {
            String swapped = old.replace(
                    ":" + sshd.target().port(), ":" + another.target().port());
            SshRoute changed = SshRoute.direct(another.target(), trusting(another, swapped));

            assertThat(learn(changed)).isEmpty();
            assertThatThrownBy(() -> JschHost.connect(changed))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("is not the known one")
                    .hasMessageContaining("somebody may be in between");
            assertThat(Files.readString(another.log())).doesNotContain("Accepted");
        }
    }
}
