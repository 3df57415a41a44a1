package io.jenkins.plugins.bluegreen.jenkins.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.survey.Proposal;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterLook;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookAtHostsIT {

    private final PrivateSshd jump = PrivateSshd.start();
    private final PrivateSshd app = PrivateSshd.start();

    @AfterEach
    void stop() {
        app.close();
        jump.close();
    }

    private static SshLogin trusting(PrivateSshd server, String lines) {
        SshLogin login = server.login();
        return new SshLogin(login.user(), login.method(), new HostTrust(lines, "hostKeys", true));
    }

    private List<Proposal> look(String known) throws Exception {
        SshRoute route =
                new SshRoute(app.target(), trusting(app, known), SshRoute.direct(jump.target(), trusting(jump, known)));
        return new LookAtHosts(Map.of(app.target(), route), null, RouterLook.of("shop", Set.of(), null), Set.of())
                .call();
    }

    /** Its key is shown to a person, who has to confirm it before anything is sent there. */
    @Test
    void logsInToNoJumpHostWhoseKeyNobodyConfirmed() throws Exception {
        assertThat(look("")).singleElement().satisfies(proposal -> {
            assertThat(proposal.values().get("hostKeys"))
                    .isEqualTo(jump.knownHosts("ed25519").strip());
            assertThat(proposal.sure()).isFalse();
        });
        assertThat(Files.readString(jump.log())).doesNotContain("Accepted", "Failed");
        assertThat(Files.readString(app.log())).doesNotContain("Connection from");

        assertThat(look(jump.knownHosts("ed25519")))
                .singleElement()
                .satisfies(proposal -> assertThat(proposal.values().get("hostKeys"))
                        .isEqualTo(app.knownHosts("ed25519").strip()));
        assertThat(Files.readString(app.log())).doesNotContain("Accepted", "Failed");

        assertThat(look(jump.knownHosts("ed25519") + app.knownHosts("ed25519")))
                .extracting(Proposal::finding)
                .extracting(Finding::field)
                .contains("credentialsId");
    }
}
