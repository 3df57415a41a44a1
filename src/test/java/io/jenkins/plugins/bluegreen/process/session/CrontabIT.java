package io.jenkins.plugins.bluegreen.process.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.process.command.CommandConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one line in the login user's crontab. The machine's own is left alone: a crontab(1) of ours keeps one in a file. */
class CrontabIT extends OnBench {

    private static final SessionConfig BY_CRON = new SessionConfig(true, 50_000_000, 3, true);

    private Path table() {
        return folder.resolve("crontab of mine");
    }

    /** Has a crontab(1) come first, which does so. */
    private void login(String shell, String crontab) throws Exception {
        Path bin = Shells.linkedAsSh(shell, folder);
        Files.deleteIfExists(bin.resolve("crontab"));
        Path program = Files.writeString(bin.resolve("crontab"), "#!/bin/sh\nT='" + table() + "'\n" + crontab);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        bench.host = new LocalHost(bin + ":" + System.getenv("PATH"));
    }

    private static final String LIKE_VIXIE =
            "case $1 in -l) if [ -f \"$T\" ]; then cat \"$T\"; else echo 'no crontab for me' >&2; exit 1; fi ;;"
                    + " -r) rm \"$T\" ;; -) cat >\"$T\" ;; esac\n";

    private String line() {
        return "@reboot '" + bench.directory().toString().replace("'", "'\\''").replace("%", "\\%")
                + "/start-live' # blue-green-deploy: "
                + bench.directory().toString().replace("%", "\\%") + "\n";
    }

    @ParameterizedTest
    @CsvSource({"dash, '# mine\n0 1 * * * true\n'", "bash, ''", "busybox, '\n\n@reboot mine # blue-green\n'"})
    void holdsItOnceAndGivesItBack(String shell, String before) throws Exception {
        String mine = before.replace("\\n", "\n");
        login(shell, LIKE_VIXIE);
        if (!mine.isEmpty()) {
            Files.writeString(table(), mine);
        }
        bench.shared = Files.createDirectories(folder.resolve("100% of app's"));
        bench.process = BY_CRON;
        deployed(Map.of());
        assertThat(table()).content().isEqualTo(mine + line());
        assertThat(bench.console).noneMatch(said -> said.contains("after a reboot"));
        deployed(Map.of());
        assertThat(table()).content().isEqualTo(mine + line());
        assertThat(bench.test()).noneMatch(found -> found.text().contains("after a reboot"));
        bench.process = SessionConfig.DEFAULT;
        deployed(Map.of());
        if (mine.isEmpty()) {
            assertThat(table()).doesNotExist();
        } else {
            assertThat(table()).content().isEqualTo(mine);
        }
        assertSaid(
                "< keep blue up", "nothing starts this application after a reboot: set atBoot of session() to 'cron'");
    }

    @Test
    void isTakenOutByWhatLeavesSessions() throws Exception {
        login("dash", LIKE_VIXIE);
        Files.writeString(table(), "0 1 * * * true\n");
        bench.process = BY_CRON;
        deployed(Map.of());
        assertThat(table()).content().endsWith(line());
        String pid = "\"$DEPLOY_DIR/$SLOT.pid\"";
        bench.process = CommandConfig.of(
                "setsid " + Bench.tinyApp() + " >/dev/null 2>&1 & echo $! >" + pid,
                "kill $(cat " + pid + ")",
                "pid=$(cat " + pid + ") && kill -0 $pid 2>/dev/null && echo pid=$pid");
        bench.when("> stop blue", () -> assertThat(table()).content().isEqualTo("0 1 * * * true\n"));
        deployed(Map.of());
        assertThat(table()).content().isEqualTo("0 1 * * * true\n");
        bench.clear();
        ProcessAdapter command = bench.process;
        bench.process = BY_CRON;
        bench.when("> stop green", () -> backTo(Slot.GREEN));
        deployed(Map.of());
        assertThat(table()).content().isEqualTo("0 1 * * * true\n");
        bench.clear();
        deployed(Map.of());
        assertThat(table()).content().endsWith(line());
        bench.process = command;
        bench.when("> stop green", () -> backTo(Slot.GREEN));
        deployed(Map.of());
        assertThat(table()).content().isEqualTo("0 1 * * * true\n" + line());
    }

    /** As an undo does where a later host did not take it. */
    private void backTo(Slot slot) {
        try {
            assertThat(Bench.on(bench.host, bench.plan(Map.of())).processes().keepUp(slot))
                    .isPresent();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void putsItBehindALineWithoutAnEnd() throws Exception {
        login("dash", LIKE_VIXIE);
        Files.writeString(table(), "0 1 * * * true");
        bench.process = BY_CRON;
        deployed(Map.of());
        assertThat(table()).content().isEqualTo("0 1 * * * true\n" + line());
    }

    @ParameterizedTest
    @CsvSource({
        "'echo \"You (me) are not allowed to use this program (crontab)\" >&2; exit 1',"
                + " 'crontab -l says: You (me) are not allowed to use this program (crontab), so that atBoot'",
        "'[ $1 = -l ] && echo mine || exit 1', 'crontab(1) did not take the line that atBoot: ''cron'' asks for'"
    })
    void saysWhatKeepsItOutAndDeploys(String crontab, String said) throws Exception {
        login("dash", crontab + "\n");
        bench.process = BY_CRON;
        deployed(Map.of());
        assertSaid("< keep blue up", "nothing starts this application after a reboot: ", said);
        assertThat(bench.test())
                .filteredOn(found -> found.mark() == Finding.Mark.ADVICE)
                .extracting(Finding::whole)
                .anyMatch(text -> text.contains(said));
    }

    @Test
    void saysThatThereIsNone() throws Exception {
        bench.host = new LocalHost(Shells.withAllBut(folder, "crontab").toString());
        bench.process = BY_CRON;
        deployed(Map.of());
        assertSaid("< keep blue up", "there is no crontab(1) on this host, so that atBoot: 'cron' comes to nothing");
    }
}
