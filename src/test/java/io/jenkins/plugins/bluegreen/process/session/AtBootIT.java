package io.jenkins.plugins.bluegreen.process.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.process.systemd.OnSystemd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What calls start-live when a host comes up, on one whose power goes: cron(8), and the unit of systemd that README has. */
class AtBootIT extends OnSystemd {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @BeforeEach
    void bySession() throws Exception {
        bench.shared = Files.createDirectory(folder.resolve("backend"));
        bench.process = SessionConfig.DEFAULT;
        host.give(folder);
    }

    private void reboot() {
        host.reboot();
        bench.host = host.loginAsUser();
        Processes.awaitListening(bench.slots.blue(), LIMIT);
    }

    private List<String> notKeptUp() throws Exception {
        ProcessManager processes = Bench.on(bench.host, bench.plan(Map.of())).processes();
        return processes.notKeptUp(bench.host.run(processes.upkeepCommand(), LIMIT));
    }

    @Test
    void cronDoesByItsOwnLine() throws Exception {
        assumeThat(Path.of("/usr/bin/crontab")).as("apt-get install cron").isExecutable();
        host.asRoot("systemctl enable cron");
        host.asUser("echo '5 4 * * * true' | crontab -");
        bench.process = new SessionConfig(true, 50_000_000, 3, true);
        deployed(Map.of());
        assertThat(host.asUser("crontab -l"))
                .isEqualTo("5 4 * * * true\n@reboot '" + bench.shared + "/start-live' # blue-green-deploy: "
                        + bench.shared + "\n");
        assertThat(notKeptUp()).isEmpty();
        reboot();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(notKeptUp())
                .singleElement()
                .asString()
                .startsWith("this host was rebooted since blue was deployed, at ")
                .endsWith(" and blue was started again");
        bench.process = SessionConfig.DEFAULT;
        deployed(Map.of());
        assertThat(host.asUser("crontab -l")).isEqualTo("5 4 * * * true\n");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }

    @Test
    void theUnitOfReadmeDoes() throws Exception {
        Matcher unit = Pattern.compile("```ini\n(\\s*\\[Unit][^`]*ExecStart=/srv/backend/start-live\n[^`]*)```")
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(unit.find()).isTrue();
        host.unit("backend.service", unit.group(1).indent(-2).replace("/srv/backend", bench.shared.toString()));
        assertThat(host.asRoot("systemctl enable backend")).doesNotContain("ailed");
        deployed(Map.of());
        assertThat(notKeptUp()).isEmpty();
        reboot();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        host.asRoot("systemctl stop backend");
        Until.so(LIMIT, () -> !Processes.listening(bench.slots.blue()), () -> "it is not ended");
        host.asRoot("systemctl start backend");
        Processes.awaitListening(bench.slots.blue(), LIMIT);
        host.asRoot("systemctl disable backend");
        deployed(Map.of());
    }
}
