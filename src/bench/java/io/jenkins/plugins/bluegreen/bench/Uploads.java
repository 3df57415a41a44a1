package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.CuttableLink;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.ssh.JschHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The fat application on its way to the host.
 *
 * @param size its bytes
 * @param scp the whole of {@code scp}, in the median
 * @param engine the whole of the engine's upload, with its own connection, in the median
 * @param changeBytes what a whole deployment in which one class changed sends and receives, in the mean
 */
record Uploads(long size, Duration scp, Duration engine, long changeBytes) {

    static Uploads of(int times, PrivateSshd sshd) throws IOException, InterruptedException, HostException {
        try (Scratch scratch = Scratch.create("uploads")) {
            Path artifact = BenchArtifact.pack(scratch.path(), BenchArtifact.Size.FAT, 0);
            String config = Script.sshConfig(sshd, scratch).toString();
            Path there = scratch.path().resolve("there");
            List<Duration> scp = new ArrayList<>();
            List<Duration> engine = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                Programs.run("scp", "-q", "-F", config, artifact.toString(), "app:" + there);
                scp.add(Duration.ofNanos(System.nanoTime() - start));
                Files.delete(there);
                start = System.nanoTime();
                try (RemoteHost host = JschHost.connect(sshd.target(), sshd.login())) {
                    host.upload(artifact, there.toString(), sent -> {});
                }
                engine.add(Duration.ofNanos(System.nanoTime() - start));
                Files.delete(there);
            }
            long bytes = changeBytes(times, sshd);
            return new Uploads(Files.size(artifact), Table.median(scp), Table.median(engine), bytes);
        }
    }

    private static long changeBytes(int times, PrivateSshd sshd) throws IOException, InterruptedException {
        try (CuttableLink link = new CuttableLink(sshd.target().port());
                Stage stage = new Stage(Column.RELOAD_FREE, sshd, link.port(), Care.NONE)) {
            stage.deploy(BenchArtifact.Size.FAT);
            long before = link.carried();
            for (int i = 0; i < times; i++) {
                stage.deploy(BenchArtifact.Size.FAT);
            }
            return (link.carried() - before) / times;
        }
    }
}
