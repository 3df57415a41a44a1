package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build is aborted while its host hangs, before anybody is logged in. */
@Timeout(60)
class HangingHostTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    @TempDir
    Path folder;

    private final List<Socket> taken = new CopyOnWriteArrayList<>();

    /** It is silent, or says no more than which SSH it speaks. */
    @ParameterizedTest(name = "after ''{0}''")
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2\r\n"})
    void isLeftAtOnce(String banner) throws Exception {
        try (ServerSocket host = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            Thread answering = new Thread(() -> answer(host, banner));
            answering.setDaemon(true);
            answering.start();
            Cancellation cancellation = new Cancellation();
            CompletableFuture<Outcome> deployment =
                    CompletableFuture.supplyAsync(() -> deploy(host.getLocalPort(), cancellation));
            Until.so(LONG, () -> !taken.isEmpty(), () -> "nobody connects");

            long aborted = System.nanoTime();
            cancellation.stop();
            Outcome outcome = deployment.get();

            assertThat(Duration.ofNanos(System.nanoTime() - aborted)).isLessThan(SOON);
            assertThat(outcome.result()).isEqualTo(Result.ABORTED);
            assertThat(outcome.sentence()).endsWith("Nothing was changed.");
        } finally {
            for (Socket socket : taken) {
                socket.close();
            }
        }
    }

    private void answer(ServerSocket host, String banner) {
        try {
            while (true) {
                Socket socket = host.accept();
                socket.getOutputStream().write(banner.getBytes(StandardCharsets.US_ASCII));
                taken.add(socket);
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private Outcome deploy(int port, Cancellation cancellation) {
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setHosts("127.0.0.1:" + port);
        fields.setBluePort(8080);
        fields.setGreenPort(8081);
        fields.setDeployDirectory("/srv/backend");
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        fields.setRouter(nginx);
        DeployPlan plan = new PlanFactory(fields, HostCatalog.EMPTY)
                .plan("shop-7-0a1b2c", new Owner("", "shop #7", ""), "r7", "app.jar");
        SshLogin login = new SshLogin("ann", new SshLogin.Password("open"), "[127.0.0.1]:" + port + " " + KEY + "\n");
        try (WorkspaceRelease source = new WorkspaceRelease(plan, folder.resolve("app.jar"))) {
            return new Rollout(new HostConnector(plan, login), new AllAtOnce(), new Silence(), cancellation)
                    .run(plan, source);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
