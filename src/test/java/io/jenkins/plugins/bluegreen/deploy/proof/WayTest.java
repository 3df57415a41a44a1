package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proof that a router leads to green, and what speaks against it. */
class WayTest {

    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void prepare() throws Exception {
        scene = new Scene(folder);
    }

    @Test
    void connectionsThatTheRouterKeepsAreProof() throws Exception {
        Way way = scene.way(() -> Scene.OK);
        Look begun = way.look();
        scene.keeps(Slot.GREEN);
        assertThat(way.prove(Slot.GREEN, begun, Tally.When.AFTER_ALL).said())
                .isEqualTo(
                        "asked here, it answered 200 over connections that it keeps to green (port 8081), 5 times in a row");
    }

    /** Such as a monitor with keep-alive. */
    @Test
    void oneThatSomebodyElseKeepsIsNone() throws Exception {
        Way way = scene.way(() -> Scene.OK);
        scene.keeps(Slot.BLUE);
        Look begun = way.look();
        scene.elsewhereKeeps(Slot.GREEN);
        assertUnproven(way, begun, false, "within 10.0 s", "no connection came there");
    }

    @Test
    void keptOnesAreNoneInTheEndWhileSomeAreKeptToTheOldSlot() throws Exception {
        for (Way way : List.of(scene.frontDoor(() -> Scene.OK), scene.way(() -> Scene.OK))) {
            scene.connections.clear();
            scene.keeps(Slot.BLUE);
            Look begun = way.look();
            scene.keeps(Slot.GREEN);
            assertUnproven(way, begun, true, "while 1 to blue (port 8080) stay open");
        }
    }

    @Test
    void theyAreAsSoonAsThoseToTheOldSlotHaveEnded() throws Exception {
        Way way = scene.way(() -> Scene.OK);
        String old = scene.keeps(Slot.BLUE);
        Look begun = way.look();
        scene.keeps(Slot.GREEN);
        scene.meanwhile = () -> {
            if (scene.time.now().getEpochSecond() >= 60) {
                scene.ends(old);
            }
        };
        assertThat(way.prove(Slot.GREEN, begun, Tally.When.LAST).said()).contains("over connections that it keeps");
    }

    /** Those of other routers, which lead to the one slot or to the other. */
    @Test
    void amongOthersThatLeadElsewhereOnlyWhatComesFromItsOwnHostCounts() throws Exception {
        Way goes = scene.way(() -> {
            scene.cameAndWent(Slot.GREEN);
            scene.elsewhereKeeps(Slot.BLUE);
            scene.elsewhereKeeps(Slot.BLUE);
            return Scene.OK;
        });
        Look begun = goes.look();
        assertUnproven(goes, begun, false, "and connections came to blue (port 8080) instead");
        assertThat(goes.prove(Slot.GREEN, begun, Tally.When.AMONG_OTHERS).said())
                .contains("while connections came to green (port 8081), 3 times in a row");

        Way doesNot = scene.way(() -> {
            scene.cameAndWent(Slot.BLUE);
            scene.elsewhereKeeps(Slot.GREEN);
            scene.elsewhereKeeps(Slot.GREEN);
            return Scene.OK;
        });
        assertThatThrownBy(() -> doesNot.prove(Slot.GREEN, doesNot.look(), Tally.When.AMONG_OTHERS))
                .hasMessageContaining("and connections came to blue (port 8080) instead");
    }

    /** It keeps its connections, and as whom it opens them is not known. */
    @Test
    void amongOthersARouterOfWhichNothingIsSeenIsLeftToTheEnd() throws Exception {
        Way keeps = scene.unknown(() -> {
            scene.elsewhereKeeps(Slot.BLUE);
            return Scene.OK;
        });
        scene.keeps(Slot.BLUE);
        Look begun = keeps.look();
        scene.keeps(Slot.GREEN);
        assertThat(keeps.prove(Slot.GREEN, begun, Tally.When.AMONG_OTHERS).said())
                .isEqualTo(
                        "asked here, it answered 200, and over which connections is not seen, so it is proven with all");

        Way ill = scene.unknown(() -> Scene.ILL);
        assertThatThrownBy(() -> ill.prove(Slot.GREEN, ill.look(), Tally.When.AMONG_OTHERS))
                .hasMessageContaining("500");
        Way doesNot = scene.unknown(() -> {
            scene.cameAndWent(Slot.BLUE);
            return Scene.OK;
        });
        assertThatThrownBy(() -> doesNot.prove(Slot.GREEN, doesNot.look(), Tally.When.AMONG_OTHERS))
                .hasMessageContaining("and connections came to blue (port 8080) instead");
        Way goes = scene.unknown(() -> {
            scene.cameAndWent(Slot.GREEN);
            return Scene.OK;
        });
        assertThat(goes.prove(Slot.GREEN, goes.look(), Tally.When.AMONG_OTHERS).said())
                .contains("while connections came to green (port 8081), 3 times in a row");
    }

    /** Several questions at once need more connections than are kept. */
    @Test
    void aNewOneIsProofWhateverIsKeptToTheOldSlot() throws Exception {
        Way way = scene.way(() -> {
            if (scene.asked == 4) {
                scene.keeps(Slot.GREEN);
            }
            return Scene.OK;
        });
        scene.keeps(Slot.BLUE);
        Look begun = way.look();
        scene.keeps(Slot.GREEN);
        assertThat(way.prove(Slot.GREEN, begun, Tally.When.LAST).said()).contains("over a connection of its own");
    }

    /** As a router does that asks both in turn and keeps connections to each. */
    @Test
    void aQuestionThatGoesOverWhatIsKeptToTheOldSlotSpeaksAgainst() throws Exception {
        String blue = used(Slot.BLUE);
        String green = used(Slot.GREEN);
        Way way = scene.way(() -> {
            scene.uses(scene.asked % 2 == 0 ? blue : green);
            return Scene.OK;
        });
        assertThatThrownBy(() -> way.avoids(Slot.BLUE, way.look()))
                .hasMessageContaining("connects to blue (port 8080) as well");
    }

    @Test
    void whatIsSaidOverAWebSocketMeanwhileDoesNot() throws Exception {
        String blue = used(Slot.BLUE);
        String green = used(Slot.GREEN);
        Way way = scene.way(() -> {
            scene.uses(blue);
            scene.uses(green);
            return Scene.OK;
        });
        way.avoids(Slot.BLUE, way.look());
    }

    /** Then nothing is seen of where they go. */
    @Test
    void norDoQuestionsThatTheRouterAnswersByItself() throws Exception {
        String blue = used(Slot.BLUE);
        used(Slot.GREEN);
        Way way = scene.way(() -> {
            scene.uses(blue);
            return Scene.OK;
        });
        way.avoids(Slot.BLUE, way.look());
    }

    private String used(Slot slot) {
        String kept = scene.keeps(slot);
        scene.uses(kept);
        return kept;
    }

    @Test
    void aFewThatGoOnComingToTheOldSlotSpeakAgainst() throws Exception {
        Way way = scene.way(() -> Scene.OK);
        Look since = way.look();
        scene.cameAndWent(Slot.BLUE);
        scene.meanwhile = () -> scene.cameAndWent(Slot.BLUE);
        assertThatThrownBy(() -> way.nobodyComesTo(Slot.BLUE, since, false))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("4 connections from host have come to blue (port 8080) within 2.0 s");
        assertThat(way.nobodyComesTo(Slot.BLUE, since, true)).isEmpty();
    }

    @Test
    void theRoutersOwnDoFromTheSecondOn() throws Exception {
        Way way = scene.way(() -> Scene.OK);
        Look since = way.look();
        scene.cameAndWent(Slot.BLUE);
        int[] laps = {0};
        scene.meanwhile = () -> {
            scene.cameAndWent(Slot.GREEN);
            if (laps[0]++ < 2) {
                scene.keeps(Slot.BLUE);
            }
        };
        assertThatThrownBy(() -> way.nobodyComesTo(Slot.BLUE, since, false))
                .hasMessageContaining("2 connections from host");
    }

    @Test
    void whoAsksBothIsAMonitor() throws Exception {
        Way way = scene.way(() -> Scene.OK);
        Look since = way.look();
        scene.cameAndWent(Slot.BLUE);
        scene.meanwhile = () -> {
            scene.cameAndWent(Slot.BLUE);
            scene.cameAndWent(Slot.GREEN);
        };
        assertThat(way.nobodyComesTo(Slot.BLUE, since, false)).isEmpty();
    }

    @Test
    void thoseOfTheRouterThatStayOpenAreNamed() throws Exception {
        Way way = scene.way(() -> Scene.OK);
        scene.keeps(Slot.BLUE);
        scene.elsewhereKeeps(Slot.BLUE);
        assertThat(way.nobodyComesTo(Slot.BLUE, way.look(), false))
                .isEqualTo(
                        "1 connection of nginx's user to blue (port 8080) still open: idle, or another server's there");
    }

    private void assertUnproven(Way way, Look begun, boolean last, String... parts) {
        assertThatThrownBy(() -> way.prove(Slot.GREEN, begun, last ? Tally.When.LAST : Tally.When.AFTER_ALL))
                .isInstanceOf(HostException.class)
                .message()
                .contains(parts);
        scene.time.pass(Duration.ofMinutes(1));
    }
}
