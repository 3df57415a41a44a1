package io.jenkins.plugins.bluegreen.process.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus.State;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application is given to start with, and what is known where it never came to that. */
class StartIT extends OnBench {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LAP = Duration.ofMillis(20);

    @ParameterizedTest
    @CsvSource({
        "bash, export UID='1000', 1, UID: readonly variable",
        "dash, export OPTIND='x', 2, Illegal number: x",
        "busybox, cd /not/there || exit 1, 1, /not/there",
        "bash, export PATH='/not/there', 127, sh"
    })
    void whateverKeepsItFromStartingIsNoted(String shell, String environment, String exit, String said)
            throws Exception {
        LocalHost host = LocalHost.in(shell, folder);
        host.require(
                new DirectoryScripts(bench.directory().toString(), SessionProcessManager.class)
                        .command(
                                "start",
                                List.of("session", "sockets", "start"),
                                "blue",
                                "r1",
                                "deployment-1",
                                "exec sleep 300",
                                "export DEPLOY_DIR='" + folder + "'\n" + environment + "\n",
                                "8080"),
                LIMIT,
                "it cannot be started");
        ProcessStatus status = Bench.on(host, bench.plan(Map.of())).processes().status(Slot.BLUE, LIMIT, LAP);
        assertThat(status.state()).isEqualTo(State.EXITED);
        assertThat(status.exit()).isEqualTo(exit);
        assertThat(bench.logOf(Slot.BLUE)).contains(said);
    }

    /** Of all names that a shell knows, those that are let through reach the application, whatever is in them. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void whateverVariableIsNotRefusedReachesIt(String shell) throws Exception {
        LocalHost host = LocalHost.in(shell, folder);
        Map<String, String> environment = namesThatShellsKnow()
                .filter(name -> !isRefused(name))
                .collect(Collectors.toMap(name -> name, name -> "1000"));
        bench.command = "exec /usr/bin/env";
        ProcessManager processes = Bench.on(host, bench.plan(environment)).processes();
        processes.start(Slot.BLUE);
        assertThat(processes.status(Slot.BLUE, LIMIT, LAP).exit()).isEqualTo("0");
        assertThat(bench.logOf(Slot.BLUE).lines())
                .containsAll(environment.keySet().stream()
                        .map(name -> name + "=1000")
                        .toList());
    }

    private static Stream<String> namesThatShellsKnow() {
        return Stream.of(
                ("BASHOPTS BASH_ARGV0 BASH_COMPAT BASH_ENV BASH_VERSION BASH_VERSINFO CDPATH COLUMNS ENV EUID FUNCNAME GID"
                                + " GROUPS HOME HOSTNAME HOSTTYPE IFS LANG LC_ALL LINENO MAIL OLDPWD OPTARG OPTERR OPTIND OSTYPE"
                                + " PPID PS1 PS2 PS4 PWD RANDOM SECONDS SHELLOPTS SHLVL TERM TMOUT UID USER _")
                        .split(" "));
    }

    private static boolean isRefused(String name) {
        try {
            new StartCommand("true", Map.of(name, "1000"));
            return false;
        } catch (PlanException e) {
            return true;
        }
    }
}
