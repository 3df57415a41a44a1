package io.jenkins.plugins.bluegreen.faults;

import io.jenkins.plugins.bluegreen.lab.Cable;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A host of the application that nginx does not run on: it has a network, an sshd and a folder {@code srv} of its own. */
final class Outpost implements AutoCloseable {

    final SeparateHost host;
    final Cable cable;
    final PrivateSshd sshd;

    Outpost(String name, Scratch scratch) {
        try {
            Path own = Files.createDirectories(scratch.path().resolve(name));
            host = new SeparateHost(
                    name, own, Files.createDirectories(scratch.path().resolve("srv")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cable = host.plugIn();
        sshd = PrivateSshd.startAt(host, "ListenAddress " + cable.far());
    }

    Target target() {
        return new Target("", cable.far(), sshd.target().port());
    }

    @Override
    public void close() {
        sshd.close();
        host.close();
    }
}
