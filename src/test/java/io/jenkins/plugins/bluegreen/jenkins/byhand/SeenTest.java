package io.jenkins.plugins.bluegreen.jenkins.byhand;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.journal.LockHolder;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
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
        return new HostStatus(host, "Cannot connect\nto it.", List.of(), "Cannot connect.", null, null);
    }

    private static HostStatus locked(String host) {
        return new HostStatus(host, "", List.of(), "", new LockHolder("shop #7 (alice)", "shop-7-0a1b2c"), null);
    }

    @Test
    void tellsWhoHoldsTheLockAndWhichHostIsUnknown() {
        Seen seen = Seen.of(report(AT, locked("web1"), away("web2")), Optional.empty());

        assertThat(seen.remarks()).anyMatch(remark -> remark.contains("held by shop #7 (alice)"));
        assertThat(seen.unknown()).isEqualTo(Map.of("web2", AT));
        assertThat(String.join("\n", seen.tree()))
                .contains("shop", "web2: unknown")
                .doesNotContain("held by");
    }

    @Test
    void isUnknownSinceTheFirstTime() {
        Seen first = Seen.of(report(AT, away("web1"), away("web2")), Optional.empty());
        Instant later = AT.plusSeconds(60);
        Seen second = Seen.of(report(later, locked("web1"), away("web2"), away("web3")), Optional.of(first));

        assertThat(second.unknown()).isEqualTo(Map.of("web2", AT, "web3", later));
    }

    @Test
    void keepsWhatWasSeenWhereTheHostsCannotBeAskedAnyMore() {
        Seen first = Seen.of(report(AT, locked("web1")), Optional.empty());

        assertThat(Seen.failed(AT.plusSeconds(9), "no key", Optional.of(first)))
                .isEqualTo(new Seen(AT, "no key", first.unknown(), first.remarks(), first.tree()));
        assertThat(Seen.failed(AT, "no key", Optional.empty()).tree()).isEmpty();
    }

    @Test
    void isReadAsItWasWritten() {
        Seen seen = Seen.failed(
                AT, "two\nlines", Optional.of(Seen.of(report(AT, locked("web1"), away("web 2")), Optional.empty())));
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
        assertThat(Seen.read("at 2026-11-28T14:03:00Z\nof a later version\n")).isPresent();
    }
}
