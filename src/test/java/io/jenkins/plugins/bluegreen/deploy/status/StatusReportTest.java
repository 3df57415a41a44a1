package io.jenkins.plugins.bluegreen.deploy.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.journal.LockHolder;
import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary.Health;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus.Begun;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus.Releases;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Live;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Started;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.Restarts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is made of what was found: which release is live, if all hosts say the same and it serves there. */
class StatusReportTest {

    private static final WantedRelease R1 = new WantedRelease("r1");

    private static HostStatus host(String name, String release, String process, Listener listener) {
        Started started = new Started(release, "shop #1", "deployment-1", process, null);
        return new HostStatus(
                name,
                "",
                List.of(
                        new SlotStatus(Slot.BLUE, 8080, started, listener, Health.NOT_ASKED, Live.LIVE),
                        new SlotStatus(
                                Slot.GREEN,
                                8081,
                                new Started("", "", "", "", null),
                                Listener.NONE,
                                Health.NOT_ASKED,
                                Live.IDLE)),
                "",
                null,
                null,
                List.of(),
                Releases.UNKNOWN);
    }

    private static HostStatus serves(String name, String release) {
        return host(name, release, "7", Listener.OWN);
    }

    private static StatusReport report(HostStatus... hosts) {
        return new StatusReport("shop", Instant.EPOCH, List.of(hosts), List.of());
    }

    private static String tree(StatusReport report) {
        return String.join("\n", StatusTree.of(report, StandardCharsets.US_ASCII));
    }

    @Test
    void whatWasStartedAgainAndWhatIsNotIsTold() {
        Restarts restarts = new Restarts(3, Instant.parse("2026-11-28T14:03:09Z"), "137");
        Started started = new Started("r1", "shop #1", "deployment-1", "7", null, null, restarts);
        HostStatus web1 = new HostStatus(
                "web1",
                "",
                List.of(new SlotStatus(Slot.BLUE, 8080, started, Listener.OWN, Health.NOT_ASKED, Live.LIVE)),
                "",
                null,
                null,
                List.of("nothing starts it", "this host was rebooted"),
                Releases.UNKNOWN);
        HostStatus web2 =
                new HostStatus("web2", "", List.of(), "", null, null, List.of("nothing starts it"), Releases.UNKNOWN);

        StatusReport report = report(web1, web2);

        assertThat(tree(report))
                .contains(
                        "blue  :8080  release r1 (shop #1)  live, pid 7, restarted 3 times, last at 2026-11-28 14:03 UTC, exit 137");
        assertThat(report.remarks()).endsWith("On web1, web2: nothing starts it.", "On web1: this host was rebooted.");
        assertThat(report.in(text -> text.replace("137", "****"))
                        .hosts()
                        .get(0)
                        .slots()
                        .get(0)
                        .started()
                        .restarts())
                .isEqualTo(new Restarts(3, restarts.last(), "****"));
    }

    @Test
    void whatIsHeldOrAStandbyIsToldSo() {
        Instant until = Instant.parse("2026-11-28T18:03:00Z");
        Started waits = new Started("r2", "shop #2", "deployment-2", "9", null, until, null);
        SlotStatus green = new SlotStatus(Slot.GREEN, 8081, waits, Listener.OWN, Health.NOT_ASKED, Live.IDLE);
        Begun begun = new Begun("deployment-2", "r2", Slot.GREEN, "held", "shop #2", until, false);
        StatusReport held = report(new HostStatus("web1", "", List.of(green), "", null, begun));
        assertThat(tree(held)).contains("green :8081  release r2 (shop #2)  held, until 2026-11-28 18:03 UTC, pid 9");
        assertThat(held.remarks())
                .containsExactly("Release r2 of shop #2 is held in green until 2026-11-28 18:03 UTC: promote or discard"
                        + " it. This stands in the journal on web1.");
        // Its hosts outlast that, so that Jenkins has the time to promote it.
        Started outlasts = new Started("r2", "shop #2", "deployment-2", "9", null, until.plusSeconds(3600), null);
        SlotStatus longer = new SlotStatus(Slot.GREEN, 8081, outlasts, Listener.OWN, Health.NOT_ASKED, Live.IDLE);
        Begun promoted = new Begun("deployment-2", "r2", Slot.GREEN, "held", "shop #2", until, true);
        StatusReport promotes = report(new HostStatus("web1", "", List.of(longer), "", null, promoted));
        assertThat(tree(promotes)).contains("held, until 2026-11-28 18:03 UTC, pid 9");
        assertThat(promotes.remarks())
                .singleElement()
                .asString()
                .contains("promote or discard it, or Jenkins promotes it then.");
        StatusReport standby = report(new HostStatus("web1", "", List.of(green), "", null, null));
        assertThat(tree(standby)).contains("standby, until 2026-11-28 18:03 UTC, pid 9");
        assertThat(standby.remarks()).isEmpty();
    }

    @Test
    void whatServesOnAllHostsIsLive() {
        StatusReport report = report(serves("web1", "r1"), serves("web2", "r1"));
        assertThat(report.live()).contains(Slot.BLUE);
        assertThat(report.release()).contains("r1");
        assertThat(report.against(R1)).isEmpty();
        assertThat(report.remarks()).isEmpty();
    }

    /** Users are sent there, and nobody answers. */
    @Test
    void whatDoesNotListenIsNotLive() {
        StatusReport deaf = report(serves("web1", "r1"), host("web2", "r1", "7", Listener.NONE));
        assertThat(deaf.live()).contains(Slot.BLUE);
        assertThat(deaf.release()).isEmpty();
        assertThat(deaf.against(R1))
                .contains("Release r1 of shop was expected to be live, but release r1, which is live on web2, does not"
                        + " listen.");
        assertThat(tree(deaf))
                .contains("`- web2\n   |- blue  :8080  release r1 (shop #1)  live, pid 7, does not listen");

        StatusReport ended = report(host("web1", "r1", "", Listener.NONE));
        assertThat(ended.release()).isEmpty();
        assertThat(ended.against(R1)).isPresent();
        assertThat(tree(ended)).contains("live, does not run\n");
    }

    /** A hundred names in each of its sentences nobody reads. */
    @Test
    void ofManyHostsWhatIsTheSameIsToldOnce() {
        StatusReport one = many(i -> serves("web" + i, i == 7 ? "r2" : "r1"));
        assertThat(one.remarks())
                .containsExactly("The hosts do not agree: blue with release r1 is live on all 100 hosts but web7, blue"
                        + " with release r2 is live on web7.");
        assertThat(one.against(R1))
                .contains("Release r1 of shop was expected to be live, but release r2 is live on web7.");
        StatusReport all = many(i -> serves("web" + i, "r2"));
        assertThat(all.against(R1))
                .contains("Release r1 of shop was expected to be live, but release r2 is live on all 100 hosts.");
        StatusReport each = many(i -> serves("web" + i, "r" + (i + 1)));
        assertThat(each.against(R1).orElseThrow())
                .contains("release r2 is live on web1; ", "; more of the kind on 90 hosts (web11, ")
                .hasSizeLessThan(600);

        StatusReport held = many(i -> new HostStatus(
                "web" + i,
                "",
                List.of(),
                "",
                new LockHolder("shop #2", "d2"),
                null,
                List.of("nothing starts it"),
                Releases.UNKNOWN));
        assertThat(held.remarks())
                .containsExactly(
                        "The lock on all 100 hosts is held by shop #2.", "On all 100 hosts: nothing starts it.");
    }

    private static StatusReport many(IntFunction<HostStatus> host) {
        return report(IntStream.rangeClosed(1, 100).mapToObj(host).toArray(HostStatus[]::new));
    }

    @Test
    void hostsThatDoNotAgreeAreTold() {
        StatusReport report = report(serves("web1", "r1"), serves("web2", "r2"), serves("web3", "r1"));
        assertThat(report.live()).contains(Slot.BLUE);
        assertThat(report.release()).isEmpty();
        assertThat(report.remarks())
                .containsExactly(
                        "The hosts do not agree: blue with release r1 is live on web1, web3, blue with release r2"
                                + " is live on web2.");
        assertThat(report.against(R1))
                .contains("Release r1 of shop was expected to be live, but release r2 is live on web2.");
    }
}
