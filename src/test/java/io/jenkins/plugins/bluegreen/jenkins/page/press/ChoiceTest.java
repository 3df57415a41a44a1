package io.jenkins.plugins.bluegreen.jenkins.page.press;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen;
import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.jenkins.page.text.When;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which releases somebody may go back to, and which one of them is chosen. */
class ChoiceTest {

    private static Summary deployed(int release) {
        return Records.of(release, State.DEPLOYED, List.of(), Traffic.NONE).summary();
    }

    private static Summary back(int release, int from) {
        Summary like = deployed(release);
        Subject subject = like.subject();
        Origin origin = like.origin();
        return new Summary(
                like.id() + "-back",
                new Subject(
                        subject.application(),
                        subject.release(),
                        "" + from,
                        subject.hosts(),
                        subject.to(),
                        subject.slots()),
                new Origin(
                        Origin.Kind.ROLLBACK_BY_HAND,
                        origin.user(),
                        origin.job(),
                        origin.build(),
                        origin.url(),
                        origin.commits(),
                        origin.node()),
                like.ending(),
                0,
                0,
                like.downtime());
    }

    private static List<String> choices(String live, Summary... newestFirst) {
        return choices(Optional.empty(), live, newestFirst);
    }

    private static List<String> choices(Optional<Seen> seen, String live, Summary... newestFirst) {
        return Choice.of(List.of(newestFirst), live, seen, new When(Locale.UK, ZoneOffset.UTC)).stream()
                .map(each -> each.getRelease() + " " + each.getWord() + (each.isChosen() ? " *" : ""))
                .toList();
    }

    @Test
    void theOneBeforeIsChosen() {
        assertThat(choices(
                        "42",
                        Records.of(43, State.UNDONE, List.of(), Traffic.NONE).summary(),
                        deployed(42),
                        deployed(41),
                        deployed(40)))
                .containsExactly("41 deployed *", "40 deployed");
    }

    @Test
    void oneThatWasLeftByARollbackIsNotChosen() {
        assertThat(choices("41", back(41, 42), deployed(42), deployed(41), deployed(40)))
                .containsExactly("42 left by a rollback", "40 deployed *");
        assertThat(choices("41", back(41, 42), deployed(42), deployed(41))).containsExactly("42 left by a rollback");
    }

    @Test
    void eachThatWasLeftIsNotChosen() {
        assertThat(choices("41", back(41, 42), deployed(42), back(41, 43), deployed(43), deployed(41)))
                .containsExactly("42 left by a rollback", "43 left by a rollback");
    }

    @Test
    void oneThatWasDeployedAgainIsAsGoodAsAnother() {
        assertThat(choices("43", deployed(43), deployed(42), back(41, 42), deployed(42), deployed(41)))
                .containsExactly("42 deployed *", "41 deployed");
    }

    private static Optional<Seen> seen(Instant at, Map<String, List<String>> kept) {
        return Optional.of(new Seen(at, "", Map.of(), List.of(), kept, List.of(), List.of()));
    }

    @Test
    void whatLiesOnAHostNoMoreIsNotThere() {
        Map<String, List<String>> kept =
                Map.of("web1", List.of("42", "41", "39"), "web2", List.of("42", "41", "40", "39"));
        Summary[] all = {deployed(43), deployed(42), deployed(41), deployed(40), deployed(39)};

        assertThat(choices(seen(Records.BEGUN.plusSeconds(9000), kept), "43", all))
                .containsExactly("42 deployed *", "41 deployed", "39 deployed");
        assertThat(choices(
                        seen(Records.BEGUN.plusSeconds(9000), Map.of("web1", List.of("41"), "web2", List.of())),
                        "43",
                        all))
                .isEmpty();
        assertThat(choices(seen(Records.BEGUN.plusSeconds(9000), Map.of()), "43", all))
                .as("where they did not say")
                .hasSize(4);
    }

    @Test
    void whatWasDeployedSinceTheHostsWereAskedMayLieThere() {
        Map<String, List<String>> kept = Map.of("web1", List.of("41"));

        assertThat(choices(
                        seen(Records.BEGUN.minusSeconds(60), kept),
                        "43",
                        deployed(43),
                        deployed(42),
                        deployed(41),
                        deployed(40)))
                .containsExactly("42 deployed *", "41 deployed");
    }

    @Test
    void eachIsThereOnce() {
        assertThat(choices("", deployed(42), deployed(42))).containsExactly("42 deployed *");
    }
}
