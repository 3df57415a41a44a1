package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.page.Drawn;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.SlotsPicture.Box;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.SlotsPicture.Host;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.SlotsPicture.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsPictureTest {

    @Test
    void usersAreLedToTheSlotThatServes() throws Exception {
        Drawn drawn = new Drawn(SlotsPicture.of(
                List.of(new Host("deploy@web1", new Box(State.EMPTY, 8080, ""), new Box(State.LIVE, 8081, "42")))));

        assertThat(drawn.of("bgd-slots__way--green")).hasSize(1);
        assertThat(drawn.of("bgd-slots__way--blue")).isEmpty();
        assertThat(drawn.texts("bgd-slots__text"))
                .containsExactly("blue :8080", "empty", "green :8081", "release 42 · live");
        assertThat(drawn.texts("bgd-slots__picture").get(0))
                .startsWith("deploy@web1: blue :8080, empty; green :8081, release 42 · live");
    }

    @Test
    void nobodyIsLedAnywhereWhereItIsNotKnown() throws Exception {
        Box unknown = new Box(State.UNKNOWN, 0, "");

        Drawn drawn = new Drawn(SlotsPicture.of(List.of(new Host("web1", unknown, unknown))));

        assertThat(drawn.of("bgd-slots__way")).isEmpty();
        assertThat(drawn.texts("bgd-slots__text")).containsExactly("blue", "unknown", "green", "unknown");
    }

    @Test
    void usersMayBeLedToWhereNothingAnswers() throws Exception {
        Drawn drawn = new Drawn(SlotsPicture.of(
                List.of(new Host("web1", new Box(State.DOWN, 8080, "41"), new Box(State.STANDBY, 8081, "42")))));

        assertThat(drawn.of("bgd-slots__way--blue")).hasSize(1);
        assertThat(drawn.texts("bgd-slots__text"))
                .containsExactly("blue :8080", "live, but nothing answers", "green :8081", "release 42 · standby");
    }

    @Test
    void aShareOfTheUsersIsLedToACanary() throws Exception {
        Drawn drawn = new Drawn(SlotsPicture.of(
                List.of(new Host("web1", new Box(State.LIVE, 8080, "41"), new Box(State.STANDBY, 8081, "42", 25)))));

        assertThat(drawn.of("bgd-slots__way--blue")).hasSize(1);
        assertThat(drawn.of("bgd-slots__way--green")).hasSize(1);
        assertThat(drawn.texts("bgd-slots__text"))
                .containsExactly("blue :8080", "release 41 · live", "green :8081", "release 42 · 25 % of the clients");
    }

    @Test
    void whatHostsSayStaysText() throws Exception {
        String hostile = "\"><script>alert(1)</script>";
        Box box = new Box(State.STARTING, 1, hostile.repeat(50));

        assertThat(SlotsPicture.of(List.of(new Host(hostile, box, box)))).doesNotContain("<script");
        new Drawn(SlotsPicture.of(List.of(new Host(hostile, box, box), new Host("", box, box))));
    }
}
