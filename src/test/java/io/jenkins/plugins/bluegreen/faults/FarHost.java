package io.jenkins.plugins.bluegreen.faults;

import io.jenkins.plugins.bluegreen.demo.DemoArtifact;
import io.jenkins.plugins.bluegreen.lab.CuttableLink;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.plan.AppName;
import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.HealthCheck;
import io.jenkins.plugins.bluegreen.plan.Limits;
import io.jenkins.plugins.bluegreen.plan.Owner;
import io.jenkins.plugins.bluegreen.plan.Pace;
import io.jenkins.plugins.bluegreen.plan.Release;
import io.jenkins.plugins.bluegreen.plan.SlotPair;
import io.jenkins.plugins.bluegreen.plan.StartCommand;
import io.jenkins.plugins.bluegreen.plan.StatusRange;
import io.jenkins.plugins.bluegreen.plan.Target;
import io.jenkins.plugins.bluegreen.ssh.SshLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A host with sshd and nginx, behind a link that can fail, and what is deployed onto it. */
final class FarHost implements AutoCloseable {

    final SlotPair slots = FreePorts.slots();
    final Scratch scratch = Scratch.create("faults");
    final PrivateSshd sshd = PrivateSshd.start();
    final CuttableLink link = new CuttableLink(sshd.target().port());
    final PrivateNginx nginx = nginx(slots);

    /** One whose idle connections to the old slot end soon: there are many deployments to make. */
    private static PrivateNginx nginx(SlotPair slots) {
        PrivateNginx nginx = PrivateNginx.withFlag(slots);
        try {
            String text = Files.readString(nginx.configuration());
            Files.writeString(nginx.configuration(), text.replace("keepalive_timeout 2s;", "keepalive_timeout 100ms;"));
            new ProcessBuilder("sh", "-c", nginx.reloadCommand()).start().waitFor();
            return nginx;
        } catch (IOException | InterruptedException e) {
            nginx.close();
            throw new IllegalStateException(e);
        }
    }

    /** Packs the version of a number. */
    Path artifact(int number) throws IOException {
        return DemoArtifact.pack(scratch.path(), Integer.toString(number), 200);
    }

    SshLogin login() {
        SshLogin login = sshd.login();
        String known = login.hostKeys().replace("]:" + sshd.target().port(), "]:" + link.port());
        return new SshLogin(login.user(), login.method(), known);
    }

    DeployPlan plan(int number, Path artifact, Duration lockTimeout) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        HealthCheck health = new HealthCheck(
                "http",
                0,
                "/health",
                Map.of(),
                StatusRange.parse("200"),
                "",
                1,
                Duration.ofSeconds(5),
                new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(30)));
        return new DeployPlan(
                "deployment-" + number,
                new Owner("", "demo #" + number, "ann"),
                new AppName("demo"),
                List.of(new Target("", "127.0.0.1", link.port())),
                slots,
                directory().toString(),
                new Release("r" + number, artifact.getFileName().toString()),
                new StartCommand(
                        StartCommand.DEFAULT.replaceFirst("java", java + " -XX:TieredStopAtLevel=1"), Map.of()),
                health,
                nginx.config(),
                nginx.url(),
                new Limits(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(5), lockTimeout, 2));
    }

    Path directory() {
        return scratch.path().resolve("srv");
    }

    @Override
    public void close() {
        Processes.stopAllIn(scratch.path());
        nginx.close();
        link.close();
        sshd.close();
        scratch.close();
    }
}
