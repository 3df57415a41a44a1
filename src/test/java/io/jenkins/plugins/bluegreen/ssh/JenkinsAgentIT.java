package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a Jenkins agent's class loader leaves out of JSch. */
@Timeout(60)
class JenkinsAgentIT {

    private static PrivateSshd sshd;

    @BeforeAll
    static void start() {
        sshd = PrivateSshd.start("KexAlgorithms curve25519-sha256", "HostKeyAlgorithms ssh-ed25519");
    }

    @AfterAll
    static void stop() {
        sshd.close();
    }

    @Test
    void wouldNotHaveEd25519WithoutHelp() throws Exception {
        Class<?> signature = new RemotingLikeLoader().loadClass("com.jcraft.jsch.jce.SignatureEd25519");

        assertThatThrownBy(() -> signature.getDeclaredConstructor().newInstance())
                .hasRootCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void logsInWithEd25519AndCurve25519AllTheSame() throws Exception {
        logsIn(new RemotingLikeLoader());
    }

    @Test
    void logsInAlsoWhereAnotherPluginUsedJschBefore() throws Exception {
        ClassLoader loader = new RemotingLikeLoader();
        Class.forName("com.jcraft.jsch.JSch", true, loader);

        logsIn(loader);
    }

    private static void logsIn(ClassLoader loader) throws Exception {
        Class<?> host = loader.loadClass(JschHost.class.getName());
        assertThat(host).isNotSameAs(JschHost.class);

        try (RemoteHost connected = (RemoteHost)
                host.getMethod("connect", Target.class, SshLogin.class).invoke(null, sshd.target(), sshd.login())) {
            assertThat(connected.name()).isEqualTo(sshd.target().toString());
        }
    }
}
