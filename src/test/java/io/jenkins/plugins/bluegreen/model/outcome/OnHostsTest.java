package io.jenkins.plugins.bluegreen.model.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnHostsTest {

    private static List<String> hosts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "web" + i).toList();
    }

    private static OnHosts said(int count, IntFunction<String> said) {
        OnHosts on = new OnHosts(hosts(count));
        IntStream.rangeClosed(1, count).forEach(i -> on.add("web" + i, said.apply(i)));
        return on;
    }

    @Test
    void ofFewHostsEachIsSpokenOfByItself() {
        assertThat(said(1, i -> "blue on web" + i + " is up").texts()).containsExactly("blue on web1 is up");
        assertThat(said(3, i -> "blue on web" + i + " is up").texts())
                .containsExactly("blue on web1 is up", "blue on web2 is up", "blue on web3 is up");
        assertThat(said(3, i -> "it is up").texts()).containsExactly("it is up", "it is up", "it is up");
    }

    @Test
    void ofMoreWhatIsTheSameIsSaidOnce() {
        assertThat(said(4, i -> "blue on web" + i + " is up").texts()).containsExactly("blue on all 4 hosts is up");
        assertThat(said(100, i -> "blue on web" + i + " is " + (i == 7 ? "down" : "up"))
                        .texts())
                .containsExactly("blue on all 100 hosts but web7 is up", "blue on web7 is down");
        assertThat(said(4, i -> "it is up").texts()).containsExactly("it is up");
    }

    @Test
    void aHostThatIsNamedTwiceIsNamedOnceWhereItStandsForSeveral() {
        assertThat(said(5, i -> "what is live on web" + i + " is unknown, since nginx on web" + i + " is gone")
                        .texts())
                .containsExactly("what is live on all 5 hosts is unknown, since nginx there is gone");
        OnHosts one = new OnHosts(hosts(5));
        one.add("web1", "nginx on web1 is gone, and that on web1 alone");
        assertThat(one.texts()).containsExactly("nginx on web1 is gone, and that on web1 alone");
    }

    /** The name of one may be the beginning of that of another one. */
    @Test
    void onlyTheHostItselfIsTakenForIt() {
        OnHosts on = new OnHosts(hosts(20));
        on.add("web1", "asked on web10 and on web1.example.com and on web1:2222, not on web1: 200");
        on.add("web2", "asked on web10 and on web1.example.com and on web1:2222, not on web2: 200");
        assertThat(on.texts())
                .containsExactly("asked on web10 and on web1.example.com and on web1:2222, not on web1, web2: 200");
    }

    @Test
    void thingsThatDifferOnEachHostAreNotToldWithoutEnd() {
        List<String> texts =
                said(100, i -> "release r" + i + " is live on web" + i).texts();
        assertThat(texts).hasSize(OnHosts.NAMED + 1).startsWith("release r1 is live on web1");
        assertThat(texts.get(OnHosts.NAMED))
                .isEqualTo(
                        "more of the kind on 90 hosts (web11, web12, web13, web14, web15, web16, web17, web18, web19,"
                                + " web20 and 80 more)");
    }

    @Test
    void hostsAreAllOrAllButSomeOrNamedOrCounted() {
        OnHosts on = new OnHosts(hosts(100));
        assertThat(on.where(hosts(100))).isEqualTo("all 100 hosts");
        assertThat(on.where(hosts(98))).isEqualTo("all 100 hosts but web99, web100");
        assertThat(on.where(hosts(10))).isEqualTo("web1, web2, web3, web4, web5, web6, web7, web8, web9, web10");
        assertThat(on.where(hosts(50)))
                .isEqualTo("50 hosts (web1, web2, web3, web4, web5, web6, web7, web8, web9, web10 and 40 more)");
        assertThat(new OnHosts(hosts(3)).where(hosts(3))).isEqualTo("web1, web2, web3");
        assertThat(new OnHosts(hosts(4)).where(hosts(3))).isEqualTo("web1, web2, web3");
    }

    @Test
    void aSentenceBeginsWithWhatIsAsItShouldBe() {
        assertThat(said(100, i -> "it is up").sentence("it is up")).isEqualTo("it is up on all 100 hosts.");
        assertThat(said(100, i -> i < 3 ? "it is down" : "it is up").sentence("it is up"))
                .isEqualTo("it is up on 98 hosts; on web1, web2: it is down.");
        assertThat(said(4, i -> i < 4 ? "it is down" : "it is up").sentence("it is up"))
                .isEqualTo("it is up on web4; on web1, web2, web3: it is down.");
        assertThat(said(4, i -> "it is down").sentence("it is up")).isEqualTo("it is down on all 4 hosts.");
        assertThat(said(4, i -> i < 3 ? "it is down" : "it is ill").sentence("it is up"))
                .isEqualTo("On web1, web2: it is down; on web3, web4: it is ill.");
    }

    /** A way through any router has none. */
    @Test
    void withoutAHostNothingIsTakenForOne() {
        OnHosts on = new OnHosts(List.of("", "web1", "web2", "web3"));
        on.add("", "asked on the way");
        assertThat(on.texts()).containsExactly("asked on the way");
    }

    @Test
    void whatIsGroupedIsSoOfFewHostsAsWell() {
        assertThat(said(3, i -> "On web" + i + ": it is " + (i == 2 ? "down" : "up"))
                        .grouped())
                .containsExactly("On web1, web3: it is up", "On web2: it is down");
    }

    @Test
    void hostsThatASentenceDoesNotNameAreListedBesides() {
        assertThat(said(100, i -> i < 11 ? "it is down" : "it is up").unnamed("it is up"))
                .isEmpty();
        List<String> down = new ArrayList<>(hosts(11));
        assertThat(said(100, i -> i < 12 ? "it is down" : "it is up").unnamed("it is up"))
                .isEqualTo("it is down on " + String.join(", ", down));
    }
}
