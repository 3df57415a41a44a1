package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.Http2Traffic;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.SecureDoor;
import java.io.IOException;
import java.util.List;

/**
 * Deployments of the thin application under requests by HTTP/2, one after the other.
 *
 * @param deployments how many
 * @param failures what was wrong with each request that failed
 */
record Http2Run(int deployments, List<String> failures) {

    static final int PER_SECOND = 100;

    static Http2Run of(Column column, int deployments, PrivateSshd sshd) throws InterruptedException, IOException {
        try (Scratch certificate = Scratch.create("tls");
                Stage stage = new Stage(column, sshd, sshd.target().port(), LoadRun.WARM_UP)) {
            SecureDoor door = new SecureDoor(certificate.path());
            door.in(stage.router());
            stage.deploy(BenchArtifact.Size.THIN);
            try (Http2Traffic traffic = Http2Traffic.to(door.url(), door.ofClient(), PER_SECOND)) {
                LoadRun.pause(LoadRun.BEFORE);
                for (int i = 0; i < deployments; i++) {
                    stage.deploy(BenchArtifact.Size.THIN);
                    LoadRun.pause(LoadRun.AFTER);
                }
                traffic.stop();
                return new Http2Run(deployments, List.copyOf(traffic.failures()));
            }
        }
    }

    /** Returns the failed requests per deployment, for the table. */
    String failed() {
        return failures.isEmpty() ? "**0**" : "%.1f".formatted((double) failures.size() / deployments);
    }
}
