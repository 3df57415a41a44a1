package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One deployment over many hosts, and one of these that spoils it. {@code mvn verify} takes 12 of them, {@code mvn verify -Pfaults} 100. */
class ManyHostsIT {

    private static final int COUNT = Extent.of(12, 100);

    /** For each host one that waits for it, one that reads what it says, and one that speaks to it now and then; and some for all. */
    private static final int THREADS = 3 * COUNT + 24;

    private ManyHosts hosts;

    @BeforeEach
    void start() {
        assumeThat(SeparateHost.possible()).as("other hosts can be made here").isTrue();
        hosts = new ManyHosts(COUNT);
    }

    @AfterEach
    void close() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void allAreDeployedToOrNone() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int before = threads.getThreadCount();
        threads.resetPeakThreadCount();
        assertDeployed(hosts.deploy(), Slot.BLUE);
        assertDeployed(hosts.deploy(), Slot.GREEN);
        int peak = threads.getPeakThreadCount() - before;
        System.out.println(COUNT + " hosts took " + peak + " threads");
        assertThat(peak).isLessThan(THREADS);

        long begun = System.nanoTime();
        StatusReport report = hosts.status();
        System.out.println(COUNT + " hosts were looked at within " + Duration.ofNanos(System.nanoTime() - begun));
        assertThat(report.release()).contains("r2");

        Outpost last = hosts.outposts().get(COUNT - 1);
        Path broken = Files.createFile(last.host.own().resolve("broken"));
        assertUndone("ended");
        Files.delete(broken);

        // Not the host's whole disk: what is looked at beforehand has room.
        Path app = last.host.own().resolve("app");
        Programs.run(last.host
                .at("sh", "-c", "mount -t tmpfs -o size=32k tmpfs \"$1/releases\"", "fill", app.toString())
                .toArray(String[]::new));
        assertUndone("The release cannot be stored");
        Programs.run(last.host.at("umount", app.resolve("releases").toString()).toArray(String[]::new));

        last.sshd.close();
        assertUndone("Cannot connect to " + last.cable.far());
        assertThat(hosts.wrong(Slot.GREEN)).isEmpty();
    }

    private void assertDeployed(Outcome outcome, Slot live) {
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.DEPLOYED);
        System.out.println(COUNT + " hosts were deployed to within " + outcome.took());
        assertThat(hosts.wrong(live)).isEmpty();
        assertThat(outcome.availability().failed()).isZero();
    }

    private void assertUndone(String why) throws Exception {
        Outcome outcome = hosts.deploy();
        System.out.println(COUNT + " hosts, undone within " + outcome.took() + ": "
                + outcome.sentence().lines().findFirst().orElse(""));
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains(why);
        assertThat(hosts.wrong(Slot.GREEN)).isEmpty();
    }
}
