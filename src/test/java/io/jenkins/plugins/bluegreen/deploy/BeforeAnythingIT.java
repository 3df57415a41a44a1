package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A router that could not be switched, or would not hear of it: nothing is shipped, started or stopped then. */
class BeforeAnythingIT extends OnBench {

    @Test
    void aFlagThatNginxMayNotSeeIsRefused() throws Exception {
        assumeThat(Programs.asRoot())
                .as("only root can have nginx change users")
                .isTrue();
        deployed(Map.of());
        String text = Files.readString(bench.nginx.configuration());
        Files.writeString(bench.nginx.configuration(), text.replace("user root;", "user nobody nogroup;"));
        Programs.run("sh", "-c", bench.nginx.reloadCommand());
        Until.so(
                Duration.ofSeconds(20),
                () -> bench.nginx.master().children().allMatch(BeforeAnythingIT::isNobody),
                () -> "the workers are not nobody's");

        assertRefused(2, "nginx's workers (nobody) may not search " + folder + " (root:root, mode 700)");

        for (Path each : List.of(folder, bench.flag().getParent())) {
            Programs.run("chmod", "755", each.toString());
        }
        deployed(Map.of());
    }

    /** By Test alone: the next release may be the cure, so that nothing is refused. */
    @Test
    void whatTheLiveSlotAndTheFrontDoorAnswerIsTold() throws Exception {
        deployed(Map.of());
        bench.frontDoorUrl = bench.nginx.url();
        assertThat(bench.test())
                .contains(
                        Finding.good("local", "healthCheck.path", "blue (" + bench.slots.blue() + ") answers 200 to /"),
                        Finding.good("", "frontDoor", bench.frontDoorUrl + " answers 200"))
                // Nothing starts it after a reboot here.
                .allMatch(finding ->
                        finding.mark() == Finding.Mark.GOOD || finding.field().equals("process"));

        Files.createFile(bench.directory().resolve("sick-blue"));
        assertThat(bench.test())
                .filteredOn(finding -> finding.mark() == Finding.Mark.ADVICE)
                .extracting(Finding::field)
                .containsExactly("healthCheck.path", "process", "frontDoor");
    }

    @Test
    void aCommandThatSudoDoesNotAllowIsRefused() throws Exception {
        deployed(Map.of());
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Path sudo = Files.writeString(tools.resolve("sudo"), "#!/bin/sh\nexit 1\n");
        assertThat(sudo.toFile().setExecutable(true)).isTrue();
        bench.host = new LocalHost(tools + ":" + System.getenv("PATH"));
        bench.nginx.close();
        bench.nginx = PrivateNginx.withInclude(bench.slots);
        bench.router = new NginxConfig.Include(
                List.of(),
                bench.nginx.switchFile().toString(),
                "service_port",
                "sudo -n nginx -t",
                "sudo -n nginx -s reload",
                Duration.ofSeconds(20));

        assertRefused(2, "sudo does not allow", "to run 'sudo -n nginx -t'");
    }

    private void assertRefused(int release, String... why) throws Exception {
        bench.console.clear();
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains(why);
        assertThat(bench.console).noneMatch(line -> line.matches("> (ship|start|switch|stop).*"));
        assertThat(bench.directory().resolve("releases/r" + release)).doesNotExist();
        assertThat(PreflightCheck.inspect(bench.plan(Map.of()), bench.connector()))
                .filteredOn(finding -> finding.mark() == Finding.Mark.WRONG)
                .anySatisfy(finding -> assertThat(finding.whole()).contains(why));
    }

    private static boolean isNobody(ProcessHandle worker) {
        try {
            return Files.readString(Path.of("/proc/" + worker.pid() + "/status"))
                            .contains("Uid:\t65534\t")
                    && !Files.readString(Path.of("/proc/" + worker.pid() + "/cmdline"))
                            .contains("shutting down");
        } catch (IOException e) {
            return false;
        }
    }
}
