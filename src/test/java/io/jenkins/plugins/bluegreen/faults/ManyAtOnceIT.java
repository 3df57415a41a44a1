package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many applications that are deployed at once by one engine to one host, whose sshd takes no more logins at once than OpenSSH does if nothing
 * else is said: that many more than those log in at once is {@code MaxStartupsIT}. {@code mvn verify} takes 6 of them, {@code mvn verify -Pfaults} 20.
 */
class ManyAtOnceIT {

    private static final int COUNT = Extent.of(6, 20);

    private final Scratch scratch = Scratch.create("at-once");
    private final PrivateSshd sshd = PrivateSshd.start("MaxStartups 10:30:100");
    private final List<PrivateNginx> routers = new ArrayList<>();
    private final List<LightApp> apps = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);

    @AfterEach
    void close() {
        threads.shutdownNow();
        Processes.stopAllIn(scratch.path());
        routers.forEach(PrivateNginx::close);
        sshd.close();
        scratch.close();
    }

    @Test
    void eachEndsAsIfItWereAlone() throws Exception {
        // The key is made once, and not by all at once.
        sshd.login();
        for (int i = 1; i <= COUNT; i++) {
            apps.add(app("app" + i));
        }
        assertAllDeployed(1, Slot.BLUE);
        assertAllDeployed(2, Slot.GREEN);
        assertThat(Files.readString(sshd.log())).doesNotContain("past MaxStartups");
    }

    private LightApp app(String name) throws Exception {
        SlotPair slots = FreePorts.slots();
        PrivateNginx router = PrivateNginx.withFlag(slots);
        routers.add(router);
        Path own = Files.createDirectories(scratch.path().resolve(name));
        return new LightApp(
                name,
                List.of(sshd.target()),
                new NginxConfig.Flag(List.of(sshd.target()), router.switchFile().toString()),
                slots,
                own.resolve("app").toString(),
                router.url());
    }

    private void assertAllDeployed(int number, Slot live) throws Exception {
        Path artifact = Files.writeString(scratch.path().resolve("release-" + number), "release " + number);
        List<Future<Outcome>> all = new ArrayList<>();
        for (LightApp app : apps) {
            all.add(threads.submit(
                    () -> deploy(app.plan(number, artifact.getFileName().toString()), artifact)));
        }
        for (int i = 0; i < COUNT; i++) {
            Outcome outcome = all.get(i).get();
            LightApp app = apps.get(i);
            System.out.println(app.name() + " of " + COUNT + " took " + outcome.took());
            assertThat(outcome.result())
                    .as(app.name() + ": " + outcome.sentence() + "\n" + outcome.evidence())
                    .isEqualTo(Result.DEPLOYED);
            assertThat(outcome.availability().failed()).isZero();
            assertThat(Processes.listening(app.slots().port(live))).isTrue();
            assertThat(Processes.listening(app.slots().port(live.other()))).isFalse();
            assertThat(Path.of(app.directory(), "journal")).doesNotExist();
        }
    }

    private Outcome deploy(DeployPlan plan, Path artifact) throws InterruptedException {
        return new Rollout(new HostConnector(plan, sshd.login()), new AllAtOnce(), new Silence(), new Cancellation())
                .run(plan, new WorkspaceRelease(plan, artifact));
    }
}
