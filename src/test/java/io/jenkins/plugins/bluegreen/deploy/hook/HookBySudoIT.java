package io.jenkins.plugins.bluegreen.deploy.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Sudoers;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A hook of a login user who owns nothing, which does as root what sudo allows. That user can neither look at it nor end it where it heeds no
 * SIGTERM, which sudo passes on.
 */
class HookBySudoIT extends OnBench {

    private Path migrate;

    @BeforeEach
    void login() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can mount").isTrue();
        assumeThat(Path.of("/usr/bin/sudo")).as("apt-get install sudo").isExecutable();
        Programs.run("chmod", "711", folder.toString());
        bench.shared = Files.createDirectory(folder.resolve("shop"));
        Programs.run("chown", "65534:65534", bench.shared.toString());
        // Root's, who alone may look at it.
        bench.nginxHost = new LocalHost();
        bench.router = new NginxConfig.Flag(
                List.of(Target.parse(Bench.ROUTER)), bench.flag().toString());
        migrate = Files.writeString(
                folder.resolve("migrate"),
                "#!/bin/sh\ntrap '' TERM\necho begun\nuntil [ -e \"$0.end\" ]; do sleep 0.1; done\n");
        Programs.run("chmod", "755", migrate.toString());
        Path page = Files.createDirectory(folder.resolve("page"));
        Files.writeString(page.resolve("index.html"), "well");
        Programs.run("chmod", "-R", "a+rX", page.toString());
        bench.command = "exec busybox httpd -f -p 127.0.0.1:$PORT -h '" + page + "'";
        new Sudoers(Files.createDirectory(folder.resolve("sudoers"))).allow(migrate.toString());
        bench.host = asNobody();
    }

    private LocalHost asNobody() {
        String login = "mount --bind '" + folder.resolve("sudoers") + "' " + Sudoers.SUDOERS
                + " && exec setpriv --reuid=65534 --regid=65534 --clear-groups sh \"$@\"";
        return new LocalHost("local", List.of("unshare", "-m", "sh", "-c", login, "login"), System.getenv("PATH"));
    }

    @AfterEach
    void end() throws Exception {
        Files.writeString(migrate.resolveSibling("migrate.end"), "");
        // Whoever it is of, it is stopped.
        bench.host = new LocalHost();
    }

    @Test
    void oneThatRunsOnAfterItWasCutOffIsTold() throws Exception {
        deployed(Map.of());
        bench.hooks = new Hooks(Map.of(Hook.BEFORE_SWITCH, "sudo -n '" + migrate + "'"), Duration.ofMinutes(1), false);
        bench.dieAt("  beforeSwitch | begun");
        bench.hooks = Hooks.NONE;
        bench.host = asNobody();

        Outcome refused = bench.deploy(Map.of());

        assertThat(refused.result()).as(refused.sentence()).isEqualTo(Result.UNDONE);
        assertThat(refused.sentence() + refused.evidence())
                .contains("What a hook left running on local could not be ended")
                .containsPattern("pid \\d+ of root: .*" + migrate);
        Files.writeString(migrate.resolveSibling("migrate.end"), "");
        deployed(Map.of());
        assertSaid("may have run by half");
        assertThat(bench.directory().resolve("hook")).doesNotExist();
    }
}
