package io.jenkins.plugins.bluegreen.faults;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.status.StatusCheck;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Many hosts of one light application, each with a network, an sshd and a folder of its own, behind one nginx. */
final class ManyHosts implements AutoCloseable {

    final SlotPair slots = FreePorts.slots();
    private final Scratch scratch = Scratch.create("many");
    private final PrivateSshd front = PrivateSshd.start();
    private final List<Outpost> outposts = new ArrayList<>();
    private final PrivateNginx nginx;
    private int number;

    ManyHosts(int count) {
        front.login();
        for (int i = 1; i <= count; i++) {
            Outpost outpost = new Outpost("host" + i, scratch);
            outposts.add(outpost);
            letIn(outpost.sshd);
        }
        nginx = PrivateNginx.withFlag(slots);
        try {
            String servers = outposts.stream()
                    .map(outpost -> "server " + outpost.cable.far() + ":$1;")
                    .collect(Collectors.joining(" "));
            String text = Files.readString(nginx.configuration())
                    .replace("keepalive_timeout 2s;", "keepalive_timeout 100ms;")
                    .replaceAll("server 127.0.0.1:\\d+ max_fails=0 backup;", "")
                    .replaceAll("server 127.0.0.1:(\\d+) max_fails=0;", servers);
            Files.writeString(nginx.configuration(), text);
            Programs.run("sh", "-c", nginx.reloadCommand());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A login with a key for each would try them all on each. */
    private void letIn(PrivateSshd sshd) {
        try {
            Files.writeString(
                    sshd.directory().resolve("authorized_keys"),
                    Files.readString(front.directory().resolve("authorized_keys")),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the deploy directory, as each of the hosts sees its own. */
    Path directory() {
        return scratch.path().resolve("srv/app");
    }

    List<Outpost> outposts() {
        return List.copyOf(outposts);
    }

    Outcome deploy() throws InterruptedException, IOException {
        number++;
        Path artifact = artifact(number);
        DeployPlan plan = plan(artifact);
        return new Rollout(new HostConnector(plan, login()), new AllAtOnce(), new Silence(), new Cancellation())
                .run(plan, new WorkspaceRelease(plan, artifact));
    }

    StatusReport status() throws InterruptedException, IOException {
        DeployPlan plan = plan(artifact(number));
        return new StatusCheck(new HostConnector(plan, login())).run(plan);
    }

    private Path artifact(int number) throws IOException {
        return Files.writeString(scratch.path().resolve("app-" + number), "release " + number);
    }

    private SshLogin login() {
        String known = front.knownHosts()
                + outposts.stream()
                        .map(outpost -> outpost.sshd.knownHostsAt(outpost.cable.far()))
                        .collect(Collectors.joining());
        return new SshLogin(
                front.target().user(), new SshLogin.Keys(List.of(front.privateKey("ed25519", "")), null), known);
    }

    private DeployPlan plan(Path artifact) {
        return new LightApp(
                        "demo",
                        outposts.stream().map(Outpost::target).toList(),
                        new NginxConfig.Flag(
                                List.of(front.target()), nginx.switchFile().toString()),
                        slots,
                        directory().toString(),
                        nginx.url())
                .plan(number, artifact.getFileName().toString());
    }

    /** Tells what is not as it should be where one slot is live everywhere and nothing is under way; an empty text for nothing. */
    String wrong(Slot live) {
        List<String> wrong = new ArrayList<>();
        for (Outpost outpost : outposts) {
            if (!outpost.host.listening(slots.port(live)) || outpost.host.listening(slots.port(live.other()))) {
                wrong.add("not " + live.label() + " alone runs on " + outpost.cable.far());
            }
            if (Files.exists(outpost.host.own().resolve("app/journal"))) {
                wrong.add("a journal is left on " + outpost.cable.far());
            }
        }
        return String.join("\n", wrong);
    }

    @Override
    public void close() {
        Processes.stopAllIn(scratch.path());
        outposts.forEach(Outpost::close);
        if (nginx != null) {
            nginx.close();
        }
        front.close();
        scratch.close();
    }
}
