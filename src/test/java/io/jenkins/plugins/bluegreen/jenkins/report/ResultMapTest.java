package io.jenkins.plugins.bluegreen.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResultMapTest {

    private static final Instant AT = Instant.parse("2025-01-31T14:25:00Z");

    private static Outcome outcome() {
        return outcome(Outcome.Result.DEPLOYED);
    }

    private static Outcome outcome(Outcome.Result result) {
        return new Outcome(
                result,
                "shop-7-0a1b2c",
                "r7",
                new SlotChange(Slot.BLUE, 8080, null, 0),
                new Outcome.Period(AT, Duration.ofSeconds(14)),
                List.of(
                        new StepReport(
                                "app1", "connect", AT, Duration.ofMillis(20), StepReport.Status.DONE, "as deploy"),
                        new StepReport(
                                "",
                                StepReport.PROOF + "blue (8080)",
                                AT,
                                Duration.ofMillis(90),
                                StepReport.Status.DONE,
                                "asked at the front door")),
                new Availability(
                        412, 3, 5, Duration.ofMillis(150), Duration.ofMillis(140), null, Map.of("status 502", 3)),
                new Reason("sentence", ""));
    }

    @Test
    void theHelpOfTheStepNamesEveryValue() throws IOException {
        Path folder =
                Path.of("src/main/resources", BlueGreenStep.class.getName().replace('.', '/'));
        for (String help : List.of("help.html", "help_ko.html")) {
            assertThat(folder.resolve(help))
                    .content()
                    .contains(ResultMap.of(outcome(), Optional.empty()).keySet().stream()
                            .map(key -> "<code>" + key + "</code>")
                            .toList());
        }
    }

    @Test
    void saysWhatCameOfIt() {
        assertThat(Stream.of(Outcome.Result.values())
                        .map(result ->
                                ResultMap.of(outcome(result), Optional.empty()).get("state")))
                .containsExactly("deployed", "held", "discarded", "undone", "aborted", "stuck", "dry-run");
    }

    @Test
    void tellsATokenToWhoHoldsTheReleaseAlone() {
        PreviewToken token = PreviewToken.random();
        PreviewAccess access = new PreviewAccess(token, Optional.of(URI.create("https://shop.example.com/")));
        assertThat(ResultMap.of(outcome(Outcome.Result.HELD), Optional.of(access))
                        .get("preview"))
                .isEqualTo(Map.of(
                        "header", "X-Preview",
                        "cookie", "bluegreen_preview",
                        "token", token.value(),
                        "url", "https://shop.example.com/"));
        assertThat(access + "" + token).doesNotContain(token.value());
    }

    @Test
    void holdsNothingButMapsListsTextsAndNumbers() {
        Map<String, Object> map = ResultMap.of(outcome(), Optional.empty());

        assertThat(map)
                .containsOnlyKeys(
                        "state",
                        "heldUntil",
                        "previews",
                        "preview",
                        "deploymentId",
                        "releaseId",
                        "liveSlot",
                        "livePort",
                        "previousSlot",
                        "previousPort",
                        "standbyUntil",
                        "startedAt",
                        "durationMillis",
                        "downtimeMillis",
                        "requestsAsked",
                        "requestsFailed",
                        "requestsLimited",
                        "proof",
                        "steps")
                .containsEntry("state", "deployed")
                .containsEntry("proof", "asked at the front door")
                .containsEntry("liveSlot", "blue")
                .containsEntry("livePort", 8080)
                .containsEntry("previousSlot", null)
                .containsEntry("previousPort", 0)
                .containsEntry("standbyUntil", null)
                .containsEntry("heldUntil", null)
                .containsEntry("previews", List.of())
                .containsEntry("preview", null)
                .containsEntry("startedAt", "2025-01-31T14:25:00Z")
                .containsEntry("durationMillis", 14_000L)
                .containsEntry("downtimeMillis", 140L)
                .containsEntry("requestsAsked", 412)
                .containsEntry("requestsFailed", 3)
                .containsEntry("requestsLimited", 5)
                .containsEntry(
                        "steps",
                        List.of(
                                Map.of(
                                        "host", "app1",
                                        "step", "connect",
                                        "startedAt", "2025-01-31T14:25:00Z",
                                        "durationMillis", 20L,
                                        "status", "done",
                                        "detail", "as deploy"),
                                Map.of(
                                        "host", "",
                                        "step", "prove that requests reach blue (8080)",
                                        "startedAt", "2025-01-31T14:25:00Z",
                                        "durationMillis", 90L,
                                        "status", "done",
                                        "detail", "asked at the front door")));
    }
}
