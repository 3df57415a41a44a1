package io.jenkins.plugins.bluegreen.model.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.Headers;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that check themselves when constructed. */
class PlanValuesTest {

    private static final Pace PACE = new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(1));

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-x", "a/b", "a b", "../x", "a\nb", "ü"})
    void refusesANameOrAReleaseIdThatIsNoPlainWord(String text) {
        assertThatThrownBy(() -> new ApplicationName(text)).isInstanceOf(PlanException.class);
        assertThatThrownBy(() -> new Release(text, "app.jar")).isInstanceOf(PlanException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a\nb", "a\0b", ".packed", ".artifact"})
    void refusesAFileNameThatCouldLeaveItsDirectory(String name) {
        assertThatThrownBy(() -> new Release("r1", name)).isInstanceOf(PlanException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "srv/app", "/srv/../etc", "/srv/./app", "/srv//app", "/srv/app/", "/srv/a\nb", "~/app"})
    void refusesAPathThatIsNotPlainlyAbsolute(String path) {
        assertThatThrownBy(() -> Paths.checkAbsolute("deployDirectory", path))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("deployDirectory is '" + path + "'");
    }

    @Test
    void takesAPathWithSpacesAndQuotes() {
        Paths.checkAbsolute("deployDirectory", "/srv/it's ..here/app.d");
    }

    @Test
    void refusesTwoSlotsOnOnePortAndPortsOutOfRange() {
        assertThatThrownBy(() -> new SlotPair(8080, 8080)).hasMessageContaining("both 8080");
        assertThatThrownBy(() -> new SlotPair(0, 8080)).hasMessageContaining("bluePort is 0");
        assertThatThrownBy(() -> new SlotPair(8080, 65536)).hasMessageContaining("greenPort is 65536");
    }

    @Test
    void readsThePathsOfAWarmUp() {
        assertThat(WarmUp.parse(" / \n /a?b=1 ")).containsExactly("/", "/a?b=1");
        assertThat(WarmUp.parse(null)).isEmpty();
        assertThat(new WarmUp(List.of("/"), Duration.ZERO).asked()).isFalse();
        assertThatThrownBy(() -> new WarmUp(List.of("/", "a"), Duration.ZERO)).hasMessageContaining("warmUp is 'a'");
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> limits(0, Duration.ZERO, 0)).hasMessageContaining("keepReleases is 0");
        assertThatThrownBy(() -> limits(1, Duration.ofMillis(19), 0)).hasMessageContaining("measureEvery is 19 ms");
        assertThatThrownBy(() -> limits(1, Duration.ZERO, -1)).hasMessageContaining("maxFailedRequests is -1");
        assertThat(limits(1, Duration.ofMillis(20), 0).maxFailedRequests()).isZero();
    }

    private static Limits limits(int keepReleases, Duration measureEvery, int maxFailedRequests) {
        return new Limits(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                keepReleases,
                measureEvery,
                maxFailedRequests);
    }

    @Test
    void knowsWhichSlotHasAPort() {
        SlotPair slots = new SlotPair(8080, 8081);
        assertThat(slots.slotOf(8081)).contains(Slot.GREEN);
        assertThat(slots.slotOf(8082)).isEmpty();
        assertThat(slots.port(Slot.GREEN.other())).isEqualTo(8080);
    }

    @Test
    void readsEnvironmentLinesWithoutShowingThemInAnError() {
        assertThat(StartCommand.parseEnvironment("A=1\n# note\n\nB= x=y \r\nC="))
                .isEqualTo(Map.of("A", "1", "B", " x=y ", "C", ""));
        assertThatThrownBy(() -> StartCommand.parseEnvironment("A=1\nhunter2"))
                .hasMessageContaining("Line 2")
                .message()
                .doesNotContain("hunter2");
        assertThatThrownBy(() -> new StartCommand("run", Map.of("1A", "secret")))
                .hasMessageContaining("'1A'")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void printsNoValueThatMayBeASecret() {
        assertThat(new StartCommand("run", Map.of("TOKEN", "hunter2")).toString())
                .doesNotContain("hunter2");
        assertThat(check("/", Map.of("Authorization", "hunter2"), "").toString())
                .doesNotContain("hunter2");
        assertThat(frontDoor(Map.of("Authorization", "hunter2"), Duration.ofSeconds(1))
                        .toString())
                .doesNotContain("hunter2");
    }

    @Test
    void refusesAHealthCheckThatCannotBeAsked() {
        assertThatThrownBy(() -> check("health", Map.of(), "")).hasMessageContaining("begins with '/'");
        assertThatThrownBy(() -> check("/a b", Map.of(), "")).hasMessageContaining("healthCheck.path");
        assertThatThrownBy(() -> check("/", Map.of("X\r\nY", "1"), ""))
                .hasMessageContaining("no name of an HTTP header");
        assertThatThrownBy(() -> check("/", Map.of("X", "1\r\nY: 2"), "")).hasMessageContaining("control character");
        assertThatThrownBy(() -> check("/", Map.of("X", "für"), "")).hasMessageContaining("beyond ASCII");
        assertThatThrownBy(() -> check("/", Map.of(), "(up")).hasMessageContaining("no regular expression");
    }

    @Test
    void refusesHeadersThatCannotBeSentWithoutShowingTheirValues() {
        for (String name : List.of("Connection", "content-length", "Transfer-Encoding", "Expect", "Upgrade")) {
            assertThatThrownBy(() -> frontDoor(Map.of(name, "hunter2"), Duration.ofSeconds(1)))
                    .hasMessage(
                            name + " in frontDoorHeaders belongs to the connection, which says it by itself; leave it"
                                    + " out.");
        }
        assertThatThrownBy(() -> frontDoor(Map.of("X", "hunter2\nY: 2"), Duration.ofSeconds(1)))
                .hasMessage("The value of X in frontDoorHeaders holds a control character or one beyond ASCII.");
        assertThatThrownBy(() -> frontDoor(Map.of(), Duration.ZERO)).hasMessageStartingWith("frontDoorTimeout is 0;");
    }

    private static FrontDoorRequest frontDoor(Map<String, String> headers, Duration timeout) {
        return new FrontDoorRequest(null, headers, timeout);
    }

    @Test
    void readsHowFarFromTheSlotsPortToAsk() {
        assertThat(HealthRequest.parseOffset(null)).isZero();
        assertThat(HealthRequest.parseOffset("+1000")).isEqualTo(1000);
        assertThat(HealthRequest.parseOffset("-1")).isEqualTo(-1);
        for (String wrong : List.of("9000", "1", "+", "+ 1", "+123456", "eighty", "")) {
            assertThatThrownBy(() -> HealthRequest.parseOffset(wrong))
                    .isInstanceOf(PlanException.class)
                    .hasMessageStartingWith("healthCheck.port is '" + wrong + "'; it is how far from the slot's port");
        }
    }

    @Test
    void readsHeaderLines() {
        assertThat(Headers.parse("headers", "Host: shop.example\n\nX-A:b:c"))
                .isEqualTo(Map.of("Host", "shop.example", "X-A", "b:c"));
    }

    @Test
    void readsStatusRanges() {
        assertThat(StatusRange.parse("200-299").contains(302)).isFalse();
        assertThat(StatusRange.parse(" 204 ")).isEqualTo(new StatusRange(204, 204));
        assertThatThrownBy(() -> StatusRange.parse("2xx")).hasMessageContaining("'2xx'");
        assertThatThrownBy(() -> StatusRange.parse("299-200")).hasMessageContaining("lower code stands first");
    }

    @Test
    void refusesANginxVariableOrCommandThatIsNone() {
        assertThatThrownBy(() ->
                        new NginxConfig.Include(List.of(), "/etc/x.inc", "$port", "t", "r", Duration.ofMinutes(1)))
                .hasMessageContaining("nginx.variable is '$port'");
        assertThatThrownBy(
                        () -> new NginxConfig.Include(List.of(), "/etc/x.inc", "port", " ", "r", Duration.ofMinutes(1)))
                .hasMessageContaining("nginx.testCommand is empty");
        assertThatThrownBy(
                        () -> new NginxConfig.Include(List.of(), "/etc/x.inc", "port", "t", "r", Duration.ofHours(2)))
                .hasMessageContaining("nginx.reloadTimeout is 120 min; it is 1 second to 1 hour");
        assertThatThrownBy(() -> new NginxConfig.Flag(List.of(), "green")).hasMessageContaining("nginx.flagFile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shop.example:0/", "http://shop.example:65536/", "https://shop.example:99999"})
    void refusesAFrontDoorAtAPortThatIsNone(String url) {
        assertThatThrownBy(() -> FrontDoorRequest.parseUrl(url))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("The port of frontDoor is ")
                .hasMessageContaining("a number from 1 to 65535");
        assertThat(FrontDoorRequest.parseUrl("http://shop.example:65535/")).hasPort(65535);
    }

    @Test
    void refusesAFrontDoorThatIsNoWebAddressWithoutShowingIt() {
        assertThat(FrontDoorRequest.parseUrl(" ")).isNull();
        assertThat(FrontDoorRequest.parseUrl("https://shop.example/x")).hasHost("shop.example");
        assertThatThrownBy(() -> FrontDoorRequest.parseUrl("https://ann:hunter2@shop.example/"))
                .isInstanceOf(PlanException.class)
                .message()
                .doesNotContain("hunter2");
        assertThatThrownBy(() -> FrontDoorRequest.parseUrl("ftp://shop.example/"))
                .isInstanceOf(PlanException.class);
    }

    @Test
    void readsWhereAnAnswerSaysItsRelease() {
        assertThat(ReleaseMark.NONE.asked()).isFalse();
        assertThat(new ReleaseMark("X-Release").inBody()).isFalse();
        assertThat(new ReleaseMark("/git/commit~1id").inBody()).isTrue();
        for (String wrong : List.of("X Release", "release: x", "/a~2b", "/", "/a\nb", "ü")) {
            assertThatThrownBy(() -> new ReleaseMark(wrong))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("healthCheck.expectRelease is '" + wrong + "'");
        }
    }

    private static HealthCheck check(String path, Map<String, String> headers, String body) {
        return new HealthCheck(
                new HealthRequest("http", 0, path, headers),
                new HealthyAnswer(StatusRange.parse("200"), body, ReleaseMark.NONE),
                1,
                Duration.ofSeconds(1),
                PACE);
    }
}
