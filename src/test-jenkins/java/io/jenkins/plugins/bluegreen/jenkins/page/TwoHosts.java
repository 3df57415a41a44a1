package io.jenkins.plugins.bluegreen.jenkins.page;

import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.lab.Cable;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two hosts of one application, each with an sshd and an nginx of its own. */
final class TwoHosts implements AutoCloseable {

    private final Scratch scratch = Scratch.create("hosts");
    private final Path shared = Files.createDirectories(scratch.path().resolve("srv"));
    private final SlotPair slots = FreePorts.slots();
    private final PrivateNginx nginx = PrivateNginx.withFlagAt(shared.resolve("green"), slots);
    final One first = new One("first");
    final One second = new One("second");

    TwoHosts() throws IOException {
        // One key for both.
        Files.writeString(second.sshd.directory().resolve("authorized_keys"), publicKey());
    }

    /** A host. */
    final class One {

        private final SeparateHost host;
        private final Cable cable;
        final PrivateSshd sshd;

        private One(String name) throws IOException {
            host = new SeparateHost(name, Files.createDirectories(scratch.path().resolve(name)), shared);
            cable = host.plugIn();
            sshd = PrivateSshd.startAt(host, "ListenAddress " + cable.far());
            nginx.startAlsoAt(host);
        }

        /** Returns its name. */
        String name() {
            return cable.far() + ":" + sshd.target().port();
        }

        /** Sends its users to blue, as somebody does by hand. */
        void leadToBlue() throws IOException {
            Files.delete(host.own().resolve("green"));
        }
    }

    private String publicKey() throws IOException {
        first.sshd.privateKey("ed25519", "");
        return Files.readString(first.sshd.directory().resolve("authorized_keys"));
    }

    /** Returns what a Jenkins is told. */
    JenkinsBench.Facts facts() {
        return new JenkinsBench.Facts(
                System.getProperty("user.name"),
                first.sshd.privateKey("ed25519", ""),
                first.name() + " " + second.name(),
                first.sshd.knownHostsAt(first.cable.far()) + second.sshd.knownHostsAt(second.cable.far()),
                slots.blue(),
                slots.green(),
                shared.resolve("app").toString(),
                JenkinsBench.command(),
                shared.resolve("green").toString(),
                "");
    }

    @Override
    public void close() {
        first.sshd.close();
        second.sshd.close();
        nginx.close();
        first.host.close();
        second.host.close();
        scratch.close();
    }
}
