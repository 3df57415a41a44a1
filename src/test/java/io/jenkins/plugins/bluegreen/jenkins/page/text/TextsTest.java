package io.jenkins.plugins.bluegreen.jenkins.page.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport.Status;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void durationsAreShort() {
        assertThat(Stream.of(-5L, 0L, 1L, 999L, 1_000L, 1_250L, 59_999L, 60_000L, 125_000L, 3_600_000L, 11_040_000L)
                        .map(Duration::ofMillis)
                        .map(Spans::shown))
                .containsExactly(
                        "0 s",
                        "0 s",
                        "1 ms",
                        "999 ms",
                        "1 s",
                        "1.2 s",
                        "59.9 s",
                        "1 min",
                        "2 min 5 s",
                        "1 h",
                        "3 h 4 min");
    }

    @Test
    void aTimeIsThatOfTheReader() {
        Instant moment = Instant.parse("2026-11-28T23:30:05.250Z");

        assertThat(new When(Locale.UK, ZoneId.of("UTC")).shown(moment)).isEqualTo("28 Nov 2026, 23:30");
        assertThat(new When(Locale.UK, ZoneId.of("Asia/Seoul")).shown(moment)).isEqualTo("29 Nov 2026, 08:30");
        assertThat(new When(Locale.KOREA, ZoneId.of("Asia/Seoul")).shown(moment))
                .contains("2026. 11. 29.", "8:30");
        assertThat(new When(Locale.UK, ZoneId.of("America/New_York")).exactly(moment))
                .matches("28 Nov 2026, 18:30:05 (GMT-5|GMT-05:00|EST)");
        assertThat(new When(Locale.UK, ZoneId.of("Asia/Kolkata")).ofDay(moment)).isEqualTo("05:00:05.250");
    }

    /** As of a rollback before it has looked where to, and of one that is refused then. */
    @Test
    void whatIsOfNoReleaseHasASentenceToo() {
        for (Origin.Kind kind : List.of(Origin.Kind.DEPLOYMENT, Origin.Kind.ROLLBACK)) {
            assertThat(Stream.of(State.values()).map(state -> Headline.of(ofNoRelease(state, kind))))
                    .allMatch(sentence -> sentence.endsWith(".") && !sentence.contains("elease  "));
        }
        assertThat(Headline.of(ofNoRelease(State.UNDONE, Origin.Kind.ROLLBACK)))
                .isEqualTo("Nothing was gone back to: no release had been chosen yet.");
        assertThat(Headline.of(ofNoRelease(State.RUNNING, Origin.Kind.ROLLBACK)))
                .isEqualTo("A release to go back to is being chosen.");
    }

    private static Summary ofNoRelease(State state, Origin.Kind kind) {
        Summary like = Records.summary(42, state);
        Origin by = like.origin();
        return new Summary(
                like.id(),
                like.subject().of(""),
                new Origin(kind, by.user(), by.job(), by.build(), by.url(), by.commits(), by.node()),
                like.ending(),
                like.asked(),
                like.failed(),
                like.downtime());
    }

    /** Staging and production. */
    @Test
    void hostsTellApplicationsOfOneNameApart() {
        Subject shop = Records.summary(42, State.DEPLOYED).subject();
        assertThat(Where.of(shop, List.of())).isEmpty();
        Subject staging = in("/srv/staging", List.of("stg1"));
        assertThat(Where.of(shop, List.of(staging))).isEqualTo("deploy@web1, deploy@web2");
        assertThat(Where.of(staging, List.of(shop))).isEqualTo("stg1");
        List<String> many =
                IntStream.rangeClosed(1, 100).mapToObj(i -> "web" + i).toList();
        assertThat(Where.of(in("/srv/shop", many), List.of(staging)))
                .isEqualTo("100 hosts (web1, web2, web3, web4, web5, web6, web7, web8, web9, web10 and 90 more)");
        assertThat(Where.of(staging, List.of(in("/srv/shop", List.of("stg1"))))).isEqualTo("stg1: /srv/staging");
    }

    private static Subject in(String directory, List<String> hosts) {
        Subject like = Records.summary(42, State.DEPLOYED).subject();
        return new Subject(
                like.application(), like.release(), like.previous(), hosts, directory, like.to(), like.slots());
    }

    @Test
    void eachEndHasASentence() {
        assertThat(Stream.of(State.values()).map(state -> Headline.of(Records.summary(42, state))))
                .doesNotHaveDuplicates()
                .allMatch(sentence -> sentence.contains("42") && sentence.endsWith("."));
        assertThat(Stream.of(State.values()).map(Headline::word)).doesNotHaveDuplicates();
        assertThat(Headline.ofLive(Records.summary(42, State.DEPLOYED))).isEqualTo("Release 42 is live on green.");
    }

    @Test
    void aRollbackIsSaidToBeOne() {
        Summary running = Records.summary(42, State.RUNNING);
        Origin of = running.origin();
        Origin back = new Origin(Origin.Kind.ROLLBACK, of.user(), of.job(), of.build(), of.url(), List.of(), "");
        Summary rollback = new Summary("x", running.subject(), back, running.ending(), 0, 0, Duration.ZERO);

        assertThat(Headline.of(running)).isEqualTo("Release 42 is being deployed.");
        assertThat(Headline.of(rollback)).isEqualTo("Release 42 is being started again.");
    }

    @Test
    void whatUsersLostIsSaid() {
        assertThat(Headline.noticed(Records.summary(42, State.DEPLOYED)))
                .isEqualTo("What users noticed was not measured.");
        assertThat(Headline.noticed(measured(0))).isEqualTo("0 of 9 requests failed.");
        assertThat(Headline.noticed(measured(1))).isEqualTo("1 of 10 requests failed, no good answer for 140 ms.");
    }

    private static Summary measured(int failed) {
        Span span = new Span(0, Map.of("41", 9), failed, 0, Duration.ofMillis(2));
        return Records.of(42, State.DEPLOYED, List.of(), new Traffic(Records.BEGUN, List.of(span), List.of()))
                .summary();
    }

    @Test
    void stepsStandTogetherInTheOrderOfTheirBeginnings() {
        List<StepReport> steps = List.of(
                Records.step("web2", "connect", 0.2, 1, Status.DONE),
                Records.step("", "prove", 3, 1, Status.DONE),
                Records.step("web1", "start", 2, 1, Status.DONE),
                Records.step("web1", "connect", 0, 1, Status.DONE),
                Records.step("web2", "start", 1, 1, Status.DONE));

        assertThat(Steps.inOrder(steps))
                .extracting(step -> step.step() + " " + step.host())
                .containsExactly("connect web1", "connect web2", "start web2", "start web1", "prove ");
        assertThat(Steps.now(steps)).isEmpty();
    }

    @Test
    void whatIsDoneTwiceOnAHostIsThereTwiceInItsOrder() {
        List<StepReport> steps = List.of(
                Records.step("web1", "connect", 0, 1, Status.DONE),
                Records.step("web2", "connect", 1, 1, Status.DONE),
                Records.step("web1", "look", 2, 1, Status.DONE),
                Records.step("web1", "connect", 3, 1, Status.DONE),
                Records.step("web2", "connect", 4, 1, Status.DONE),
                Records.step("web1", "look", 5, 1, Status.DONE));

        assertThat(Steps.inOrder(steps)).isEqualTo(steps);
    }

    @Test
    void whatIsDoneNowIsWhatBeganLast() {
        StepReport shipping = new StepReport(
                "web1", "ship app.jar", Records.seconds(2), Duration.ZERO, Status.RUNNING, "45 % of 12.0 MB sent");

        assertThat(Steps.now(List.of(Records.step("web1", "lock", 1, 0, Status.RUNNING), shipping)))
                .isEqualTo("ship app.jar: 45 % of 12.0 MB sent");
    }
}
