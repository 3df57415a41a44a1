package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answers;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is counted by what HAProxy says, without one. */
class SlotCountersTest {

    private static final String HEAD =
            "# pxname,svname,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,addr,\n";

    /** As with 'balance first': own server, the other slot's, and the sum. */
    private static final String BLUE = "shop_blue,app1,0,9,0,0,0,0,127.0.0.1:8080,\nshop_blue,BACKEND,0,9,0,0,0,0,,\n";

    private String said = "";
    private final List<Answer> answers = new ArrayList<>();

    private final UnableHost host = new UnableHost() {
        @Override
        public ByteStream connect(String socket, Duration timeout) {
            return new Said(new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)));
        }
    };

    private record Said(InputStream in) implements ByteStream {

        @Override
        public OutputStream out() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private SlotCounters counters() throws Exception {
        return counters(Optional.empty());
    }

    private SlotCounters counters(Optional<String> led) throws Exception {
        return new SlotCounters(
                new MapSwitch(host, new MapPlace("/m", "/s", "shop")), led, "shop", new SlotPair(8080, 8081));
    }

    private void says(int pid, String... green) {
        said = "Name: HAProxy\nPid: " + pid + "\n\n" + HEAD + "shop,FRONTEND,0,50,0,0,50,0,,\n" + BLUE
                + String.join("\n", green) + "\n\n";
    }

    private String read(SlotCounters counters) throws Exception {
        answers.clear();
        long passed = counters.read(answers::add);
        assertThat(answers).allMatch(each -> each.millis() == -1);
        long failed = answers.stream().filter(Answer::failed).count();
        assertThat(answers).allMatch(each -> each.slot() == Slot.GREEN);
        return passed == 0 ? failed + " of " + answers.size() : passed == Answers.AFRESH ? "afresh" : "?";
    }

    @Test
    void whatTheServersOfASlotDidNotAnswerWellFailed() throws Exception {
        says(7, "shop_green,app1,1,10,2,3,4,1,127.0.0.1:8081,", "shop_green,BACKEND,1,10,2,3,4,1,,");
        SlotCounters counters = counters();
        assertThat(read(counters)).isEqualTo("0 of 0");
        // Three well, one of them not there, and one with an error of the application.
        says(7, "shop_green,app1,1,11,3,4,5,1,127.0.0.1:8081,", "shop_green,BACKEND,1,11,3,4,5,1,,");
        assertThat(read(counters)).isEqualTo("1 of 4");
        // Answered by the other slot, since its own server was gone.
        says(
                7,
                "shop_green,app1,1,11,3,4,5,1,127.0.0.1:8081,",
                "shop_green,other1,0,2,0,0,0,0,127.0.0.1:8080,",
                "shop_green,BACKEND,1,13,3,4,5,1,,");
        assertThat(read(counters)).isEqualTo("2 of 2");
        // Answered by HAProxy itself, since nobody did.
        says(
                7,
                "shop_green,app1,1,11,3,4,5,1,127.0.0.1:8081,",
                "shop_green,other1,0,2,0,0,0,0,127.0.0.1:8080,",
                "shop_green,BACKEND,1,13,3,4,8,1,,");
        assertThat(read(counters)).isEqualTo("3 of 3");
    }

    /** The line of the backend comes after those of its servers. */
    @Test
    void anErrorThatComesBetweenTwoLinesIsCountedOnce() throws Exception {
        says(7, "shop_green,app1,0,0,0,0,0,0,127.0.0.1:8081,", "shop_green,BACKEND,0,0,0,0,0,0,,");
        SlotCounters counters = counters();
        says(7, "shop_green,app1,0,1,0,0,0,0,127.0.0.1:8081,", "shop_green,BACKEND,0,2,0,0,1,0,,");
        assertThat(read(counters)).isEqualTo("1 of 2");
        says(7, "shop_green,app1,0,2,0,0,1,0,127.0.0.1:8081,", "shop_green,BACKEND,0,2,0,0,1,0,,");
        assertThat(read(counters)).isEqualTo("0 of 1");
    }

    @Test
    void whatCountsAnewIsNotComparedWithWhatItCountedBefore() throws Exception {
        says(7, "shop_green,app1,0,5,0,0,0,0,127.0.0.1:8081,", "shop_green,BACKEND,0,5,0,0,0,0,,");
        SlotCounters counters = counters();
        says(8, "shop_green,app1,0,9,0,0,2,0,127.0.0.1:8081,", "shop_green,BACKEND,0,9,0,0,2,0,,");
        assertThat(read(counters)).isEqualTo("afresh");
        // Cleared by hand.
        says(8, "shop_green,app1,0,1,0,0,0,0,127.0.0.1:8081,", "shop_green,BACKEND,0,1,0,0,0,0,,");
        assertThat(read(counters)).isEqualTo("afresh");
        says(8, "shop_green,app1,0,2,0,0,0,0,127.0.0.1:8081,", "shop_green,BACKEND,0,2,0,0,0,0,,");
        assertThat(read(counters)).isEqualTo("0 of 1");
    }

    /** By hand, at the socket: one that is reloaded is another process. */
    @Test
    void whoeverTakesTheShareBackIsNotOverruled() throws Exception {
        String[] green = {"shop_green,app1,0,5,0,0,0,0,127.0.0.1:8081,", "shop_green,BACKEND,0,5,0,0,0,0,,"};
        says(7, green);
        said = "0x1 shop blue+25\n\n" + said;
        SlotCounters counters = counters(Optional.of("blue+25"));
        assertThat(read(counters)).isEqualTo("0 of 0");
        said = said.replace("blue+25", "blue");
        assertThatThrownBy(() -> read(counters))
                .hasMessage(
                        "HAProxy on host goes by blue for shop, and not any more by blue+25, which leads the share: that"
                                + " was changed by somebody else meanwhile; look who did so, and deploy again if the release is good.");
    }

    @Test
    void whatIsNotToldIsNotGood() {
        says(7, "shop_other,app1,0,5,0,0,0,0,127.0.0.1:8081,", "shop_other,BACKEND,0,5,0,0,0,0,,");
        assertThatThrownBy(this::counters)
                .hasMessage("HAProxy on host has no backend shop_green, so that it does not tell what green answers.");
        said = "\n";
        assertThatThrownBy(this::counters).hasMessageContaining("does not say at /s which process it is");
    }

    @Test
    void aValueOfTheMapIsASlotAndMayHaveAShare() {
        assertThat(MapValue.of("blue")).contains(new MapValue(Slot.BLUE, 0));
        assertThat(MapValue.of("green+1")).contains(new MapValue(Slot.GREEN, 1));
        assertThat(MapValue.of("blue+99").orElseThrow().text()).isEqualTo("blue+99");
        for (String other : List.of("", "purple", "blue+", "blue+0", "blue+100", "blue 5", "Blue", "blue+5%")) {
            assertThat(MapValue.of(other)).as(other).isEmpty();
        }
    }

    /** So that nobody learns it who may read the map, or is told of it. */
    @Test
    void aValueOfTheMapHasTheSumOfATokenAlone() {
        // As sha256sum has it.
        String sum = "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9";
        PreviewToken token = new PreviewToken("0123456789abcdef0123456789abcdef");
        MapValue seen = new MapValue(Slot.BLUE, 0).seenBy(token);
        assertThat(seen.text()).isEqualTo("blue++" + sum);
        assertThat(MapValue.of(seen.text())).contains(seen);
        assertThat(seen.unseen()).isEqualTo(new MapValue(Slot.BLUE, 0));
        assertThat(new MapValue(Slot.GREEN, 25).seenBy(token).text()).isEqualTo("green+25+" + sum);
        assertThat(MapValue.of("green+25+" + sum)).contains(new MapValue(Slot.GREEN, 25, sum));
        for (String other : List.of("blue++", "blue++" + sum + "0", "blue+" + sum, "blue+25++" + sum)) {
            assertThat(MapValue.of(other)).as(other).isEmpty();
        }
    }
}
