package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections through jump hosts: real OpenSSH servers, each with keys and accounts of its own. */
@Timeout(60)
class JumpHostIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final PrivateSshd jump = PrivateSshd.start();
    private final PrivateSshd app = PrivateSshd.start();

    @AfterEach
    void stop() {
        app.close();
        jump.close();
    }

    private SshRoute route() {
        return new SshRoute(app.target(), app.login(), SshRoute.direct(jump.target(), jump.login()));
    }

    private static String run(RemoteHost host, String script) throws Exception {
        return host.run(new Command("test", script, List.of()), LIMIT).out();
    }

    @Test
    void everythingGoesThroughTheJumpHost() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(7).nextBytes(content);
        Path source = Files.write(jump.directory().resolve("source"), content);
        Path destination = app.directory().resolve("destination");

        try (RemoteHost host = JschHost.connect(route())) {
            // sshd says who connects to it: somebody who was connected from the jump host's side, over loopback.
            assertThat(run(host, "echo $SSH_CONNECTION"))
                    .contains(" " + app.target().port());
            host.upload(source, destination.toString(), sent -> {});
            assertThat(run(host, "head -c 900000 /dev/zero | tr '\\0' x")).hasSize(900_000);
        }

        assertThat(Files.readAllBytes(destination)).isEqualTo(content);
        assertThat(Files.readString(jump.log())).contains("Accepted publickey");
        Until.so(
                LIMIT,
                () -> logged(jump).contains("Closing connection to"),
                () -> "the connection to the jump host stays open: " + logged(jump));
    }

    @Test
    void goesThroughSeveral() throws Exception {
        try (PrivateSshd second = PrivateSshd.start()) {
            SshRoute via = new SshRoute(second.target(), second.login(), SshRoute.direct(jump.target(), jump.login()));

            try (RemoteHost host = JschHost.connect(new SshRoute(app.target(), app.login(), via))) {
                assertThat(run(host, "echo hello")).isEqualTo("hello\n");
            }

            assertThat(logged(second)).contains("Accepted publickey");
        }
    }

    @Test
    void stopsAtAnUnknownKeyOfTheJumpHostBeforeAnythingIsSent() {
        SshLogin stranger = new SshLogin(jump.login().user(), jump.login().method(), app.knownHosts());

        assertThatThrownBy(() -> JschHost.connect(
                        new SshRoute(app.target(), app.login(), SshRoute.direct(jump.target(), stranger))))
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("The host key of " + jump.target() + " is unknown");
        assertThat(logged(app)).doesNotContain("Connection from");
    }

    @Test
    void stopsAtAnUnknownKeyOfTheHostBehindIt() {
        SshLogin stranger = new SshLogin(app.login().user(), app.login().method(), jump.knownHosts());

        assertThatThrownBy(() -> JschHost.connect(
                        new SshRoute(app.target(), stranger, SshRoute.direct(jump.target(), jump.login()))))
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("The host key of " + app.target() + " is unknown");
        assertThat(logged(app)).doesNotContain("Accepted");
    }

    @Test
    void saysFromWhereTheHostCannotBeReached() {
        Target nowhere = Target.parse("127.0.0.1:" + FreePorts.next());

        assertThatThrownBy(() -> JschHost.connect(
                        new SshRoute(nowhere, app.login(), SshRoute.direct(jump.target(), jump.login()))))
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("Cannot connect to 127.0.0.1 port " + nowhere.port() + " from the jump host "
                        + jump.target() + ";");
    }

    @Test
    void saysThatTheJumpHostForbidsIt() {
        try (PrivateSshd strict = PrivateSshd.start("AllowTcpForwarding no")) {
            assertThatThrownBy(() -> JschHost.connect(
                            new SshRoute(app.target(), app.login(), SshRoute.direct(strict.target(), strict.login()))))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("The SSH server on " + strict.target() + " forbids TCP forwarding");
        }
    }

    @Test
    void saysThatTheJumpHostLeadsElsewhereAlone() {
        try (PrivateSshd strict = PrivateSshd.start("PermitOpen 127.0.0.1:1")) {
            assertThatThrownBy(() -> JschHost.connect(
                            new SshRoute(app.target(), app.login(), SshRoute.direct(strict.target(), strict.login()))))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("The SSH server on " + strict.target() + " forbids TCP forwarding")
                    .hasMessageContaining("PermitOpen");
        }
    }

    @Test
    void leavesTheJumpHostAlsoAfterADefect() {
        // A login that says by nothing what the host is known by is one of ours.
        SshLogin defect = new SshLogin(app.login().user(), app.login().method(), (HostTrust) null);
        assertThatThrownBy(() -> JschHost.connect(
                        new SshRoute(app.target(), defect, SshRoute.direct(jump.target(), jump.login()))))
                .hasRootCauseInstanceOf(NullPointerException.class);
        Until.so(
                LIMIT,
                () -> logged(jump).contains("Closing connection to")
                        || logged(jump).contains("Broken pipe"),
                () -> "the connection to the jump host stays open: " + logged(jump));
    }

    @Test
    void endsAtOnceWithTheConnectionToTheJumpHost() throws Exception {
        try (RemoteHost host = JschHost.connect(route())) {
            assertThat(run(host, "echo hello")).isEqualTo("hello\n");
            jump.killSessions();

            assertThatThrownBy(() -> run(host, "sleep 30")).isInstanceOf(HostException.class);
        }
    }

    private static String logged(PrivateSshd sshd) {
        try {
            return Files.readString(sshd.log());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
