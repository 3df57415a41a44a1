package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The live slot is never the target, and where it is not certain which one that is, nothing is changed. */
class LiveSlotIT extends DeployedOnce {

    @Test
    void theLiveSlotIsNeverTheTargetAlsoWhenItAnswers500() throws Exception {
        Path sick = Files.createFile(bench.directory().resolve("sick-blue"));
        Outcome refused = bench.deploy(Map.of("BEHAVIOUR", "crash"));
        assertRolledBackToBlue(refused);
        assertSaid("blue (", "is live", "answers 500, not 200-299; deploying to green");
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.previous()).isEqualTo(Slot.BLUE);
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        Files.delete(sick);
    }

    @Test
    void theLiveSlotIsNeverTheTargetAlsoWhenItHangs() throws Exception {
        long live = Processes.listenerOf(bench.slots.blue()).orElseThrow();
        Programs.run("kill", "-STOP", Long.toString(live));
        assertThat(bench.deploy(Map.of("BEHAVIOUR", "crash")).sentence()).contains("serves as before");
        assertSaid("blue (", "is live", "does not answer: ", "; deploying to green");
        assertThat(Processes.alive(live)).isTrue();
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(Processes.alive(live)).isFalse();
    }

    @Test
    void aRefusalTellsWhatTheSlotsAnswer() throws Exception {
        Files.createFile(bench.flag());
        Files.createFile(bench.directory().resolve("sick-blue"));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("not certain", "make nginx serve blue");
        assertThat(outcome.evidence()).contains("release r1 runs", "answers 500, not 200-299");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void refusesAnNginxThatDoesNotGoByTheFile() throws Exception {
        bench.forgetTheFlag();
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("does not name " + bench.flag(), "Nothing was changed");
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    /** Whoever puts the printed block in for a new file, and reloads, would have users meet nobody until the next deployment. */
    @Test
    void aFileThatIsNotGoneByYetIsToldToSayWhatIsLive() throws Exception {
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
        bench.forgetTheFlag();
        String would = "Once it is reloaded, nginx would lead to";
        assertThat(bench.test()).noneMatch(found -> found.text().startsWith(would));
        Files.delete(bench.flag());
        assertThat(bench.test())
                .contains(new Finding(
                        Finding.Mark.WRONG,
                        "local",
                        "router",
                        would + " blue (" + bench.slots.blue() + "), where nobody listens, while green ("
                                + bench.slots.green() + ") is up.",
                        "Have what switches it say green before; README, 'Another file, router or name', shows how.",
                        ""));
    }

    @Test
    void refusesAStrangerOnTheIdlePort() throws Exception {
        try (ServerSocket stranger = new ServerSocket(bench.slots.green(), 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.result()).isEqualTo(Result.UNDONE);
            assertThat(outcome.sentence())
                    .contains("did not start", "pid " + ProcessHandle.current().pid(), "Nothing was changed");
            assertThat(stranger.isClosed()).isFalse();
        }
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void asksTheManagementPortOfEachSlot() throws Exception {
        bench.healthOffset = 1000;
        Map<String, String> managed = Map.of("MANAGEMENT", "1000");
        for (Slot slot : List.of(Slot.GREEN, Slot.BLUE)) {
            assertThat(deployed(managed).live()).isEqualTo(slot);
            assertSaid("await healthy " + slot.label() + " on port " + (bench.slots.port(slot) + 1000));
        }
        assertThat(bench.logOf(Slot.BLUE)).contains("GET /");
    }

    @Test
    void anotherProcessOnThePortOfTheHealthCheckNeverPassesForTheNewOne() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
        other.start();
        int port = other.getAddress().getPort();
        bench.healthOffset = port - bench.slots.green();
        Outcome outcome = bench.deploy(Map.of());
        other.stop(0);
        assertThat(outcome.sentence())
                .contains(
                        "did not get the port " + port + " of its health check",
                        "held by pid " + ProcessHandle.current().pid());
        assertRolledBackToBlue(outcome);
    }
}
