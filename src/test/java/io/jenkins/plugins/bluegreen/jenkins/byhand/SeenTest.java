package io.jenkins.plugins.bluegreen.jenkins.byhand;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.journal.LockHolder;
import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary.Health;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus.Releases;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Live;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Started;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen.There;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept of how an application was, and how it is read again. */
class SeenTest {

    private static final Instant AT = Instant.parse("2026-11-28T14:03:00Z");

    private static StatusReport report(Instant at, HostStatus... hosts) {
        return new StatusReport("shop", at, List.of(hosts), List.of());
    }

    private static HostStatus away(String host) {
        return new HostStatus(
                host, "Cannot connect\nto it.", List.of(), "Cannot connect.", null, null, List.of(), Releases.UNKNOWN);
    }

    private static HostStatus locked(String host) {
        return new HostStatus(
                host,
                "",
                List.of(),
                "",
                new LockHolder("shop #7 (alice)", "shop-7-0a1b2c"),
                null,
                List.of(),
                Releases.UNKNOWN);
    }

    @Test
    void tellsWhoHoldsTheLockAndWhichHostIsUnknown() {
        Seen seen = Seen.of(report(AT, locked("web1"), away("web2")), AT, Optional.empty());

        assertThat(seen.remarks()).anyMatch(remark -> remark.contains("held by shop #7 (alice)"));
        assertThat(seen.unknown()).isEqualTo(Map.of("web2", AT));
        assertThat(String.join("\n", seen.tree()))
                .contains("shop", "web2: unknown")
                .doesNotContain("held by");
    }

    /** The hosts may be asked from an agent, of which the clock is wrong. */
    @Test
    void isAsOfTheClockOfWhoKeepsIt() {
        Seen seen = Seen.of(report(AT.plusSeconds(3600), away("web2")), AT, Optional.empty());

        assertThat(seen.at()).isEqualTo(AT);
        assertThat(seen.unknown()).isEqualTo(Map.of("web2", AT));
    }

    private static HostStatus serving(String host, String release, boolean led) {
        Started started = new Started(release, "shop #42", "shop-42-0a1b2c", "4711", AT);
        Health health = new Health(true, "200");
        return new HostStatus(
                host,
                "",
                List.of(
                        new SlotStatus(Slot.BLUE, 8080, started, Listener.OWN, health, led ? Live.LIVE : Live.IDLE),
                        new SlotStatus(
                                Slot.GREEN,
                                8081,
                                new Started("41", "", "", "", null),
                                Listener.NONE,
                                health,
                                led ? Live.IDLE : Live.LIVE)),
                "",
                null,
                null,
                List.of(),
                Releases.UNKNOWN);
    }

    @Test
    void tellsWhatIsInEachSlot() {
        Seen seen =
                Seen.of(report(AT, serving("web1", "r2", true), serving("web2", "r2", false)), AT, Optional.empty());

        assertThat(seen.slots())
                .containsExactly(
                        new There("web1", Slot.BLUE, 8080, Seen.State.SERVES, "r2"),
                        new There("web1", Slot.GREEN, 8081, Seen.State.EMPTY, "41"),
                        new There("web2", Slot.BLUE, 8080, Seen.State.STANDBY, "r2"),
                        new There("web2", Slot.GREEN, 8081, Seen.State.DOWN, "41"));
        assertThat(Seen.read(seen.text()).orElseThrow().slots()).isEqualTo(seen.slots());
    }

    @Test
    void tellsAShareOfTheClientsAndReadsWhatAVersionKeptThatKnewNone() {
        There canary = new There("web1", Slot.GREEN, 8081, Seen.State.STANDBY, "r2", 25);
        String kept = new Seen(AT, "", Map.of(), List.of(canary), Map.of(), List.of(), List.of()).text();
        assertThat(Seen.read(kept).orElseThrow().slots()).containsExactly(canary);
        assertThat(Seen.read(kept.replace("\t25\n", "\n")).orElseThrow().slots())
                .containsExactly(new There("web1", Slot.GREEN, 8081, Seen.State.STANDBY, "r2"));
    }

    @Test
    void contradictsARecordWhereNotAllHostsSayTheSame() {
        assertThat(Seen.of(report(AT, serving("web1", "r2", true)), AT, Optional.empty())
                        .contradicts("r2"))
                .isFalse();
        for (HostStatus other : List.of(serving("web2", "r1", true), serving("web2", "r2", false), away("web2"))) {
            assertThat(Seen.of(report(AT, serving("web1", "r2", true), other), AT, Optional.empty())
                            .contradicts("r2"))
                    .isTrue();
        }
        assertThat(Seen.failed(AT, "no key", Optional.empty()).contradicts("r2"))
                .isFalse();
    }

    private static HostStatus keeping(String host, String... whole) {
        return new HostStatus(host, "", List.of(), "", null, null, List.of(), new Releases(true, List.of(whole)));
    }

    @Test
    void tellsWhichReleasesMayLieOnAllHosts() {
        Seen seen = Seen.of(
                report(AT, keeping("web1", "r1", "r2", "r 3"), keeping("web2", "r2", "r 3"), away("web3")),
                AT,
                Optional.empty());

        for (Seen each : List.of(
                seen,
                Seen.read(seen.text()).orElseThrow(),
                Seen.failed(AT.plusSeconds(9), "no key", Optional.of(seen)))) {
            assertThat(each.kept()).containsOnlyKeys("web1", "web2");
            assertThat(each.mayHaveKept("r1")).isFalse();
            assertThat(each.mayHaveKept("r2")).isTrue();
            assertThat(each.mayHaveKept("r 3")).isTrue();
        }
        assertThat(Seen.of(report(AT, keeping("web1")), AT, Optional.empty()).mayHaveKept("r1"))
                .isFalse();
        assertThat(Seen.of(report(AT, away("web1")), AT, Optional.empty()).mayHaveKept("r1"))
                .isTrue();
        assertThat(Seen.read("at 2026-11-28T14:03:00Z\n").orElseThrow().mayHaveKept("r1"))
                .as("of a version that did not ask for them")
                .isTrue();
    }

    @Test
    void isUnknownSinceTheFirstTime() {
        Seen first = Seen.of(report(AT, away("web1"), away("web2")), AT, Optional.empty());
        Instant later = AT.plusSeconds(60);
        Seen second = Seen.of(report(later, locked("web1"), away("web2"), away("web3")), later, Optional.of(first));

        assertThat(second.unknown()).isEqualTo(Map.of("web2", AT, "web3", later));
    }

    @Test
    void keepsWhatWasSeenWhereTheHostsCannotBeAskedAnyMore() {
        Seen first = Seen.of(report(AT, locked("web1")), AT, Optional.empty());

        assertThat(Seen.failed(AT.plusSeconds(9), "no key", Optional.of(first)))
                .isEqualTo(new Seen(
                        AT, "no key", first.unknown(), first.slots(), first.kept(), first.remarks(), first.tree()));
        assertThat(Seen.failed(AT, "no key", Optional.empty()).tree()).isEmpty();
    }

    @Test
    void isReadAsItWasWritten() {
        Seen seen = Seen.failed(
                AT,
                "two\nlines",
                Optional.of(Seen.of(report(AT, locked("web1"), away("web 2")), AT, Optional.empty())));
        Seen read = Seen.read(seen.text()).orElseThrow();

        assertThat(read.at()).isEqualTo(AT);
        assertThat(read.failure()).isEqualTo("two lines");
        assertThat(read.unknown()).isEqualTo(seen.unknown());
        assertThat(read.remarks()).isEqualTo(seen.remarks());
        assertThat(read.tree()).hasSameSizeAs(seen.tree());
        assertThat(Seen.read(read.text())).contains(read);
    }

    @Test
    void isNothingWhereTheFileIsTorn() {
        assertThat(Seen.read("")).isEmpty();
        assertThat(Seen.read("at yesterday\n")).isEmpty();
        assertThat(Seen.read("at 2026-11-28T14:03:00Z\nunknown\n")).isEmpty();
        assertThat(Seen.read("at 2026-11-28T14:03:00Z\nslot LIVE\n")).isEmpty();
        assertThat(Seen.read("at 2026-11-28T14:03:00Z\nof a later version\n")).isPresent();
    }
}
