package io.jenkins.plugins.bluegreen.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

    private static final Instant BEGIN = Instant.parse("2025-01-31T14:25:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Hand clock = new Hand();
    private final DeployPlan plan = plan();
    private final ConsoleProgress console = new ConsoleProgress(
            new PrintStream(out, true, StandardCharsets.UTF_8), plan, Mask.NONE, (phase, idle) -> {}, clock);

    /** A clock that is moved by hand. */
    private static final class Hand extends Clock {

        private Instant now = BEGIN;

        private void move(long millis) {
            now = now.plusMillis(millis);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static DeployPlan plan() {
        return plan("app1 app2:2222");
    }

    private static DeployPlan plan(String hosts) {
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setHosts(hosts);
        fields.setBluePort(8080);
        fields.setGreenPort(8081);
        fields.setDeployDirectory("/srv/backend");
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        fields.setRouter(nginx);
        return new PlanFactory(fields, HostCatalog.EMPTY)
                .plan("shop-7-0a1b2c", new Owner("", "shop #7", ""), "r7", "app.jar");
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void tellsADeploymentInColumns() {
        console.opening();
        console.begin("app1", "start green on port 8081");
        clock.move(1_234);
        console.end("app1", "start green on port 8081", Duration.ofMillis(1_234), "pid 4711");
        console.end("app2:2222", "connect", Duration.ofMillis(20), "");
        clock.move(60_000);
        console.failed("app1", "await healthy", Duration.ofSeconds(60));
        console.note("", "no slot is live");

        assertThat(lines())
                .containsExactly(
                        "[blue-green] Deploying backend, release r7 (app.jar), to app1, app2:2222",
                        "[blue-green] blue is port 8080, green is port 8081; deployment shop-7-0a1b2c",
                        "[blue-green]     0.0 s  app1       ..  start green on port 8081",
                        "[blue-green]     1.2 s  app1       ok  start green on port 8081: pid 4711 (1.2 s)",
                        "[blue-green]     1.2 s  app2:2222  ok  connect (20 ms)",
                        "[blue-green]    61.2 s  app1       !!  await healthy FAILED (1 min)",
                        "[blue-green]    61.2 s             --  no slot is live");
    }

    /** Each of them has lines of its own. */
    @Test
    void ofManyHostsOnlyTheFirstOnesAreNamedAtOnce() {
        String hosts = IntStream.rangeClosed(1, 100).mapToObj(i -> "web" + i).collect(Collectors.joining(" "));
        DeployPlan many = plan(hosts);
        new ConsoleProgress(new PrintStream(out, true, StandardCharsets.UTF_8), many).opening();
        assertThat(lines().get(0))
                .isEqualTo("[blue-green] Deploying backend, release r7 (app.jar), to 100 hosts (web1, web2, web3, web4,"
                        + " web5, web6, web7, web8, web9, web10 and 90 more)");
    }

    @Test
    void tellsALongUploadEveryTwoSecondsAndAtItsEnd() {
        for (int megabyte = 1; megabyte <= 50; megabyte++) {
            clock.move(100);
            console.sent("app1", megabyte * 1_000_000L, 50_000_000, Duration.ofMillis(megabyte * 100L));
        }

        assertThat(lines())
                .containsExactly(
                        "[blue-green]     2.0 s  app1       --   40 % of 50.0 MB sent, 10.0 MB/s",
                        "[blue-green]     4.0 s  app1       --   80 % of 50.0 MB sent, 10.0 MB/s",
                        "[blue-green]     5.0 s  app1       --  100 % of 50.0 MB sent, 10.0 MB/s");
    }

    @Test
    void keepsSilentAboutAShortUpload() {
        clock.move(60_050);
        console.sent("app1", 500, 1_000, Duration.ofMillis(50));
        console.sent("app1", 1_000, 1_000, Duration.ofMillis(100));

        assertThat(lines()).isEmpty();
    }

    @Test
    void endsWithASummary() {
        console.summary(outcome(Outcome.Result.DEPLOYED, Slot.GREEN, "backend serves release r7.", ""));

        assertThat(lines())
                .containsExactly(
                        "[blue-green]",
                        "[blue-green] DEPLOYED: backend serves release r7.",
                        "[blue-green]   application  backend on app1, app2:2222",
                        "[blue-green]   release      r7",
                        "[blue-green]   live         green, port 8081",
                        "[blue-green]   before       blue, port 8080",
                        "[blue-green]   proof        asked at the front door",
                        "[blue-green]   front door   412 requests, 3 failed (1 x no connection, 2 x status 502), no good answer for 140 ms",
                        "[blue-green]   deployment   shop-7-0a1b2c, 14.2 s");
    }

    @Test
    void leavesNothingInTheBufferOfAConsole() {
        PrintStream buffered = new PrintStream(new BufferedOutputStream(out), false, StandardCharsets.UTF_8);
        ConsoleProgress progress = new ConsoleProgress(buffered, plan, Mask.NONE, (phase, idle) -> {}, clock);

        progress.opening();
        assertThat(lines()).hasSize(2);
        progress.note("app1", "live");
        assertThat(lines()).hasSize(3);
        progress.summary(outcome(Outcome.Result.DEPLOYED, Slot.GREEN, "backend serves release r7.", ""));
        assertThat(lines()).hasSize(12);
    }

    @Test
    void putsTheEvidenceUnderTheFailure() {
        console.summary(outcome(Outcome.Result.UNDONE, null, "It crashed.", "line 1\nline 2"));

        assertThat(lines())
                .containsSequence(
                        "[blue-green] FAILED: It crashed.", "[blue-green]   | line 1", "[blue-green]   | line 2")
                .contains("[blue-green]   before       blue, port 8080")
                .as("what is not known is not said")
                .noneMatch(line -> line.contains("  live  "));
    }

    @Test
    void makesControlSequencesOfHostsHarmless() {
        console.note("app1", "red \u001B[31m and a note \u001B[8mha:AAAA\u001B[0m\r");

        assertThat(lines())
                .containsExactly("[blue-green]     0.0 s  app1       --  red ?[31m and a note ?[8mha:AAAA?[0m");
    }

    private static Outcome outcome(Outcome.Result result, Slot live, String sentence, String evidence) {
        return new Outcome(
                result,
                "shop-7-0a1b2c",
                "r7",
                new SlotChange(live, live == null ? 0 : 8081, Slot.BLUE, 8080),
                new Outcome.Period(BEGIN, Duration.ofMillis(14_200)),
                List.of(new StepReport(
                        "",
                        StepReport.PROOF + "green (8081)",
                        BEGIN,
                        Duration.ofMillis(90),
                        StepReport.Status.DONE,
                        "asked at the front door")),
                new Availability(
                        412,
                        3,
                        0,
                        Duration.ofMillis(150),
                        Duration.ofMillis(140),
                        null,
                        Map.of("status 502", 2, "no connection", 1)),
                new Reason(sentence, evidence));
    }
}
