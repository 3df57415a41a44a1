package io.jenkins.plugins.bluegreen.process.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus.State;
import io.jenkins.plugins.bluegreen.shell.Fence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
                new SessionScripts(bench.directory().toString())
                        .start(
                                "blue",
                                "r1",
                                "deployment-1",
                                "exec sleep 300",
                                "export DEPLOY_DIR='" + folder + "'\n" + environment + "\n",
                                "8080",
                                "",
                                "always",
                                "50000000",
                                "3"),
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

    /** What a script sets goes to all that it starts, where the login exports a variable of that name. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void getsWhatTheLoginExportsWhateverOurScriptsCallTheirs(String shell) throws Exception {
        List<String> login = namesInScripts()
                .map(name -> name + "=it's the \"login's\" $" + name)
                .toList();
        assertThat(login).hasSizeGreaterThan(10);
        List<String> words = new ArrayList<>(List.of("env"));
        words.addAll(login);
        Path bin = Shells.linkedAsSh(shell, folder);
        words.add(bin.resolve("sh").toString());
        bench.host = new LocalHost("local", words, bin + ":" + System.getenv("PATH"));
        bench.command = "exec /usr/bin/env";
        run(Map.of());
        assertThat(bench.logOf(Slot.BLUE).lines()).containsAll(login);
    }

    /** Returns the names of variables in all that is run on a host on the way to the application, and some that others have. */
    private static Stream<String> namesInScripts() {
        String script = new Fence("holding", "/there")
                .around(new SessionScripts("/there").start())
                .input();
        return Stream.concat(
                        Stream.of("port", "mask", "name", "fence", "tries"),
                        Pattern.compile("\\b(\\w+)=|\\bread (?:-r )?(\\w+)|\\bfor (\\w+) in")
                                .matcher(script)
                                .results()
                                .map(StartIT::first))
                .filter(name -> name.matches("[a-z]\\w*") && !name.startsWith("bg_"))
                .distinct();
    }

    private static String first(MatchResult found) {
        return Stream.of(1, 2, 3)
                .map(found::group)
                .filter(each -> each != null)
                .findFirst()
                .orElseThrow();
    }

    /** Java takes the letters of its locale, which a login that is not interactive has none of. */
    @ParameterizedTest
    @CsvSource({
        "'', '', 'LANG=C.UTF-8'",
        "'', 'LANG=ko_KR.EUC-KR', 'LANG=ko_KR.EUC-KR'",
        "'LANG=en_US.ISO-8859-1', '', 'LANG=en_US.ISO-8859-1'",
        "'LC_CTYPE=POSIX', '', 'LC_CTYPE=POSIX'",
        "'LC_ALL=C', '', 'LC_ALL=C'",
        "'LC_ALL=', '', 'LC_ALL= LANG=C.UTF-8'"
    })
    void hasALocaleWithAllLettersWhereNoneIsSet(String login, String environment, String locale) throws Exception {
        bench.host = withoutLocale(System.getenv("PATH"), login.isEmpty() ? "A=b" : login);
        bench.command = "exec /usr/bin/env";
        run(StartCommand.parseEnvironment(environment));
        assertThat(locales()).containsExactlyInAnyOrder(locale.split(" "));
        if (login.isEmpty() && environment.isEmpty()) {
            bench.command =
                    Path.of(System.getProperty("java.home"), "bin", "java") + " -XshowSettings:properties -version";
            run(Map.of());
            assertThat(bench.logOf(Slot.BLUE)).contains("sun.jnu.encoding = UTF-8");
        }
    }

    /** An old system has no C.UTF-8, and a program that is told one would complain. */
    @ParameterizedTest
    @CsvSource({
        "'C POSIX en_US.utf8', 'LANG=en_US.UTF-8'",
        "'C POSIX C.UTF-8', 'LANG=C.UTF-8'",
        "'C POSIX C.utf8', 'LANG=C.UTF-8'",
        "'C POSIX ko_KR.euckr', ''"
    })
    void hasOneThatIsThere(String known, String locale) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("tools"));
        Path tool = Files.writeString(bin.resolve("locale"), "#!/bin/sh\nprintf '%s\\n' " + known + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        bench.host = withoutLocale(bin + ":" + System.getenv("PATH"), "A=b");
        bench.command = "exec /usr/bin/env";
        run(Map.of());
        assertThat(locales()).containsExactlyElementsOf(locale.isEmpty() ? List.of() : List.of(locale));
    }

    private static LocalHost withoutLocale(String path, String variable) {
        List<String> login = List.of("env", "-u", "LANG", "-u", "LC_ALL", "-u", "LC_CTYPE", variable, "sh");
        return new LocalHost("local", login, path);
    }

    private List<String> locales() throws Exception {
        return bench.logOf(Slot.BLUE)
                .lines()
                .filter(line -> line.matches("(LANG|LC_.*)=.*"))
                .toList();
    }

    private void run(Map<String, String> environment) throws Exception {
        ProcessManager processes = Bench.on(bench.host, bench.plan(environment)).processes();
        processes.start(Slot.BLUE);
        assertThat(processes.status(Slot.BLUE, LIMIT, LAP).exit()).isEqualTo("0");
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
