package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Sudoers;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login user whose files nobody else may read, and whom sudo allows the four commands that README lists: the included file is root's. */
@Timeout(180)
class StrictUmaskIT extends OnBench {

    private SeparateHost host;
    private Path file;

    private void layOut(String umask) throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can make hosts").isTrue();
        assumeThat(Path.of("/usr/bin/sudo")).as("apt-get install sudo").isExecutable();
        Sudoers sudoers = new Sudoers(Files.createDirectory(folder.resolve("sudoers")));
        host = new SeparateHost("sudo", sudoers.folder(), Sudoers.SUDOERS);
        bench.nginx = PrivateNginx.withInclude(bench.slots);
        file = bench.nginx.switchFile();
        Programs.run("chmod", "755", bench.nginx.configuration().getParent().toString());
        bench.nginx.moveTo(host);
        sudoers.allow(bench.nginx.testCommand(), bench.nginx.reloadCommand(), Sudoers.tee(file), Sudoers.move(file));
        bench.router = new NginxConfig.Include(
                List.of(),
                file.toString(),
                "service_port",
                "sudo -n " + bench.nginx.testCommand(),
                "sudo -n " + bench.nginx.reloadCommand(),
                Duration.ofMinutes(1));
        bench.host = host.loginAsNobody(umask);
        bench.shared = Files.createDirectory(folder.resolve("shop"));
        Programs.run("chmod", "711", folder.toString());
        Programs.run("chown", "65534:65534", bench.shared.toString());
        Path page = Files.createDirectory(folder.resolve("page"));
        Programs.run("chmod", "755", page.toString());
        Files.writeString(page.resolve("index.html"), "well");
        Programs.run("chmod", "644", page.resolve("index.html").toString());
        bench.command = "exec busybox httpd -f -p 127.0.0.1:$PORT -h '" + page + "'";
    }

    @AfterEach
    void closeHost() throws Exception {
        if (host != null) {
            closeBench();
            host.close();
            // Once more, when there is nothing left to do.
            bench.host = new LocalHost();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"027", "077"})
    void twoDeploymentsGoWellAndWhatAnotherOneLeftUnreadableIsSettledByOneCommand(String umask) throws Exception {
        layOut(umask);
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.BLUE);
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
        assertThat(Programs.run("stat", "-c", "%U:%G %a", file.toString())).isEqualTo("root:root 644\n");
        assertThat(file).hasContent("set $service_port " + bench.slots.green() + ";");

        bench.dieAt("< switch nginx");
        bench.host = host.loginAsNobody(umask);
        Programs.run("chmod", "600", file.toString());
        Outcome refused = bench.deploy(Map.of());
        assertThat(refused.result()).as(refused.sentence()).isNotEqualTo(Result.DEPLOYED);
        String mend = "chmod a+r '" + file + "'";
        assertThat(refused.sentence())
                .contains("cannot be read", "(root:root, mode 600)", "run this there: " + mend + ".");
        Programs.run("sh", "-c", mend);
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
    }
}
