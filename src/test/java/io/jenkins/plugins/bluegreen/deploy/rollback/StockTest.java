package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is chosen of what lies on the hosts, and what is refused. */
class StockTest {

    @TempDir
    Path folder;

    private Stock stock(Slot live, List<StoredReleaseInfo> releases) throws Exception {
        return new Stock(
                new Bench(folder).plan(Map.of()), Optional.ofNullable(live), List.of(), releases, Optional.empty());
    }

    private static StoredReleaseInfo release(int number, boolean live, String fault) {
        Owner owner = new Owner("", "shop #" + number, "");
        return new StoredReleaseInfo(
                "r" + number, "app.jar", owner, Instant.ofEpochSecond(number), live, false, List.of("one"), fault);
    }

    @Test
    void whereNoSlotIsCertainlyLiveNothingIsGoneBackFrom() {
        for (String wanted : List.of("", "r1")) {
            assertThatThrownBy(() -> stock(null, List.of(release(1, false, ""))).choose(wanted))
                    .isInstanceOf(HostException.class)
                    .hasMessage(
                            "It is not certain which slot of shop is live, since the nginx hosts name none, or do not"
                                    + " agree, so there is nothing to go back from; make them serve the same one.");
        }
    }

    /** It serves, whatever it could be started from again. */
    @Test
    void whatIsLiveIsChosenAlsoWhereItCouldNotBeGoneBackTo() throws Exception {
        Stock stock =
                stock(Slot.BLUE, List.of(release(2, true, "is incomplete: x"), release(1, false, "is incomplete: x")));
        assertThat(stock.choose("r2").release()).isEqualTo("r2");
        assertThat(stock.choose("2").release()).isEqualTo("r2");
        assertThatThrownBy(() -> stock.choose("r1"))
                .hasMessageContaining("Release r1 of shop cannot be gone back to: it is incomplete: x. See below");
    }

    @Test
    void ofManyTheNewestAreListed() {
        List<StoredReleaseInfo> many =
                IntStream.range(0, 60).mapToObj(i -> release(60 - i, false, "")).toList();
        assertThatThrownBy(() -> stock(Slot.BLUE, many).choose("r99"))
                .extracting(e -> ((HostException) e).evidence().lines().toList())
                .satisfies(lines -> assertThat(lines)
                        .hasSize(51)
                        .startsWith("r60, deployed at 1970-01-01T00:01:00Z, by shop #60")
                        .endsWith("and 10 older ones"));
    }
}
