package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.HealthProbe.By;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Before anything is changed, blue is asked for, which is live. */
@Timeout(30)
class RehearsalTest {

    private static final Answer LATE = new Answer(false, "no answer within 5.0 s", "");

    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void prepare() throws Exception {
        scene = new Scene(folder);
    }

    /** The router, or the host that is looked at, is slow. */
    @Test
    void takesItsTimeWhereTheHostIsBusy() throws Exception {
        Way way = scene.way(() -> {
            scene.time.pass(Duration.ofSeconds(1));
            if (scene.asked == 7) {
                scene.cameAndWent(Slot.BLUE);
            }
            return scene.asked < 7 ? LATE : Scene.OK;
        });
        assertReached(way, "asked here, it answered 200");
    }

    /** A limit of five requests a second is one of all questions, whichever they are. */
    @Test
    void asksNoOtherQuestionRightAfterOneEither() throws Exception {
        List<Instant> asked = new ArrayList<>();
        Question question = new Question("here", () -> {
            asked.add(scene.time.now());
            return Scene.OK;
        });
        Rehearsal.of(
                scene.way(() -> Scene.OK).first(question).first(new Question("there", question.asking())), Slot.BLUE);
        assertThat(asked).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    }

    @Test
    void endsAfterSomeSeconds() throws Exception {
        Rehearsal.Result result = Rehearsal.of(scene.way(() -> Scene.OK), Slot.BLUE);
        assertThat(result.reached()).isEmpty();
        assertThat(scene.time.now().getEpochSecond()).isEqualTo(10);
    }

    @Test
    void anIllReleaseIsReachedOverConnectionsThatTheRouterKeeps() throws Exception {
        scene.keeps(Slot.BLUE);
        assertReached(scene.way(() -> Scene.ILL), "asked here, it answered 500");
    }

    /** Which it keeps for another server of its. */
    @Test
    void anErrorOfTheRoutersOwnReachesNobodyWhateverConnectionsItKeeps() throws Exception {
        scene.keeps(Slot.BLUE);
        Way way = scene.way(() -> new Answer(false, "500", "", By.ROUTER));
        assertThat(Rehearsal.of(way, Slot.BLUE).reached()).isEmpty();
        CountDownLatch never = new CountDownLatch(1);
        Way slow = scene.way(() -> {
            scene.time.pass(Duration.ofSeconds(20));
            assertThat(never.await(1500, TimeUnit.MILLISECONDS)).isFalse();
            return new Answer(false, "500", "", By.ROUTER);
        });
        assertThat(Rehearsal.of(slow, Slot.BLUE).reached()).isEmpty();
    }

    @Test
    void whoAnswersByItselfReachesNobody() throws Exception {
        scene.elsewhereKeeps(Slot.BLUE);
        assertThat(Rehearsal.of(scene.way(() -> Scene.ILL), Slot.BLUE).reached())
                .isEmpty();
        assertThat(Rehearsal.of(scene.way(() -> Scene.OK), Slot.BLUE).reached()).isEmpty();
        assertThat(Rehearsal.of(scene.frontDoor(() -> Scene.ILL), Slot.BLUE).reached())
                .isEmpty();
    }

    /** Its queue is full; the router gives up when the question is given up. */
    @Test
    void oneThatHangsIsReachedByWhoKnocksMeanwhile() throws Exception {
        Way way = scene.way(() -> {
            String knock = scene.knocks(Slot.BLUE);
            Thread.sleep(2500);
            scene.ends(knock);
            return LATE;
        });
        assertReached(way, "asked here: no answer within 5.0 s");
    }

    /** The SSH server forbids it, and nothing else there can. */
    @Test
    void isOverAtOnceWhereNothingCanBeAsked() throws Exception {
        Way way = scene.way(() -> {
            throw new HostException("host forbids it.");
        });
        Rehearsal.Result result = Rehearsal.of(way, Slot.BLUE);
        assertThat(result.reached()).isEmpty();
        assertThat(result.said()).isEqualTo("asked here: host forbids it.");
        assertThat(scene.asked).isEqualTo(1);
        assertThat(way.impossible()).isEqualTo("host forbids it.");
        assertThat(scene.way(() -> Scene.ILL).impossible()).isEmpty();
    }

    @Test
    void isEndedByAnAbortWhileADoorHangs() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Way way = scene.way(() -> {
            scene.time.stop();
            end.await();
            return LATE;
        });
        assertThatThrownBy(() -> Rehearsal.of(way, Slot.BLUE)).isInstanceOf(CancelledException.class);
        end.countDown();
    }

    private static void assertReached(Way way, String said) throws Exception {
        Rehearsal.Result result = Rehearsal.of(way, Slot.BLUE);
        assertThat(result.said()).isEqualTo(said);
        assertThat(result.reached()).isPresent();
    }
}
