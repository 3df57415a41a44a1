package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.Cable;
import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The agent that deploys is on a machine of its own, whose cable is pulled in the middle of a deployment: no FIN, no RST, not a
 * packet more. It goes on there, and another one deploys from here.
 */
@Extent.InPart
class SilentNetworkIT {

    /** A holder of the lock that fell silent loses it within 60 s. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(65);

    private Scratch scratch;
    private SeparateHost agent;
    private Cable cable;
    private FarHost host;
    private final List<String> said = new CopyOnWriteArrayList<>();

    @BeforeEach
    void layOut() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can make hosts").isTrue();
        scratch = Scratch.create("agent");
        Path folder = Files.createDirectory(scratch.path().resolve("own"));
        agent = new SeparateHost("agent", folder, folder);
        cable = agent.plugIn();
        host = FarHost.reachedAt(cable.near());
        assertThat(deployFromHere(1, Duration.ZERO).deployed()).isTrue();
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
        if (agent != null) {
            agent.close();
            scratch.close();
        }
    }

    @Test
    void theLockOfAHolderWhoseCableWasPulledFreesItselfAndTheNextDeploymentSettlesWhatItLeft() throws Exception {
        Outcome[] next = new Outcome[2];
        List<String> lines = new CopyOnWriteArrayList<>();
        deployFromTheAgent(2, line -> {
            lines.add(line.line());
            if (line.line().startsWith("> await healthy")) {
                cable.pull();
                next[0] = deployFromHere(3, Duration.ZERO);
                next[1] = deployFromHere(4, LOCK_TIMEOUT);
            }
        });
        assertThat(next[0]).as(lines.toString()).isNotNull();
        assertThat(next[0].sentence()).contains("is being deployed by demo #2, started by ann");
        assertThat(next[1].deployed()).as(next[1].sentence() + said).isTrue();
        assertThat(said).anyMatch(line -> line.contains("waiting for the deployment by demo #2"));
        assertThat(said).anyMatch(line -> line.contains("It is undone"));
        assertThat(Processes.listening(host.slots.blue())).isFalse();
        // The one that was cut off noticed it, could do nothing about it, and did not say that all was well.
        assertThat(lines).last().asString().startsWith("  | Not undone: ");
        assertThat(lines).anyMatch(line -> line.startsWith("= " + Result.STUCK));
    }

    /** Hears the lines of a process that may be in the way of all else. */
    private interface Listener {
        void hear(EngineProcess.Said line) throws Exception;
    }

    private void deployFromTheAgent(int number, Listener listener) throws Exception {
        Path artifact = host.artifact(number);
        Target target = new Target("", cable.near(), host.sshd.target().port());
        DeployPlan plan = host.plan(number, artifact, Duration.ZERO, List.of(target), List.of());
        SshLogin login = new SshLogin(host.login().user(), host.login().method(), host.sshd.knownHostsAt(cable.near()));
        EngineProcess.run(
                words -> agent.at(words.toArray(new String[0])), plan, login, artifact, host.scratch.path(), line -> {
                    try {
                        listener.hear(line);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private Outcome deployFromHere(int number, Duration lockTimeout) throws Exception {
        Path artifact = host.artifact(number);
        DeployPlan plan = host.plan(number, artifact, lockTimeout);
        EngineProcess.Lines progress = new EngineProcess.Lines(said::add);
        return new Rollout(new HostConnector(plan, host.login()), new AllAtOnce(), progress, new Cancellation())
                .run(plan, new WorkspaceRelease(plan, artifact));
    }
}
