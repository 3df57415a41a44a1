package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.RouterHost;
import io.jenkins.plugins.bluegreen.lab.RouterHost.Kind;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hosts that run nothing but a router each, before one application: all of them are switched, or none is. */
@Timeout(120)
class SeveralRoutersIT extends OnBench {

    private static final Map<String, String> FOR_ALL = Map.of("ADDRESS", "0.0.0.0");

    private final Cleanup cleanup = new Cleanup();
    private final List<Traffic> traffic = new ArrayList<>();
    private RouterHost one;
    private RouterHost two;
    private volatile Losable second;

    /** A host over a connection that may be lost for good. */
    private static final class Losable extends UnableHost {

        private final LocalHost host;
        private volatile boolean lost;

        Losable(LocalHost host) {
            this.host = host;
        }

        private void check() throws HostException {
            if (lost) {
                throw new HostException("The connection to " + name() + " is lost.");
            }
        }

        @Override
        public String name() {
            return host.name();
        }

        @Override
        public CommandResult run(Command command, Duration limit) throws HostException, InterruptedException {
            check();
            CommandResult result = host.run(command, limit);
            // What was to be done is done, and nobody hears of it.
            check();
            return result;
        }

        @Override
        public ByteStream connect(int port, Duration timeout) throws HostException {
            check();
            return host.connect(port, timeout);
        }

        @Override
        public ByteStream connect(String socket, Duration timeout) throws HostException {
            check();
            return host.connect(socket, timeout);
        }
    }

    private void standBehind(Kind kind) throws Exception {
        prepare(kind);
        deployed(FOR_ALL);
    }

    private void prepare(Kind kind) throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can make hosts").isTrue();
        one = cleanup.add(new RouterHost(kind, "lb1", folder, bench.slots));
        two = cleanup.add(new RouterHost(kind, "lb2", folder, bench.slots));
        bench.adapter = RouterHost.adapter(kind, folder, "lb1, lb2");
        bench.others.put("lb1", one::login);
        bench.others.put("lb2", this::secondLogin);
    }

    private RemoteHost secondLogin() throws HostException {
        if (second != null) {
            second.check();
        }
        second = new Losable(two.login());
        return second;
    }

    @AfterEach
    void stop() throws Exception {
        traffic.forEach(Traffic::close);
        cleanup.close();
    }

    private void underLoad() {
        traffic.add(Traffic.to(one.url(), 50));
        traffic.add(Traffic.to(two.url(), 50));
    }

    private void assertNothingWasLost(Traffic of) {
        Traffic.Summary summary = of.stop();
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.answers()).isNotEmpty();
    }

    private static String release(RouterHost of) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(of.url()).build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return body.lines().findFirst().orElse("");
    }

    private void assertServed(String release) throws Exception {
        assertThat(release(one)).contains("release=" + release);
        assertThat(release(two)).contains("release=" + release);
    }

    private static List<String> steps(Outcome outcome, String begin) {
        return outcome.steps().stream()
                .filter(step -> step.step().startsWith(begin))
                .map(step -> step.host() + " " + step.status())
                .toList();
    }

    /** One that goes on leading to the old slot is only seen by the proof, when both are switched. */
    @ParameterizedTest
    @EnumSource(names = "INCLUDE", mode = EnumSource.Mode.EXCLUDE)
    void allAreSwitchedAndProvenOrNone(Kind kind) throws Exception {
        standBehind(kind);
        underLoad();
        two.stick(true);
        bench.frontDoorTimeout = Duration.ofSeconds(8);

        Outcome stuck = bench.deploy(FOR_ALL);

        assertRolledBackToBlue(stuck);
        assertThat(stuck.sentence()).contains("asked on lb2 for");
        assertThat(steps(stuck, "switch ")).containsExactly("lb1 DONE", "lb2 DONE");
        assertThat(steps(stuck, StepReport.UNDO + "switch ")).containsExactly("lb2 UNDONE", "lb1 UNDONE");
        assertServed("r1");

        two.stick(false);
        bench.frontDoorTimeout = Duration.ofSeconds(20);
        Outcome outcome = deployed(FOR_ALL);

        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(outcome.steps())
                .filteredOn(step -> step.step().startsWith(StepReport.PROOF))
                .singleElement()
                .satisfies(step -> assertThat(step.detail()).contains("asked on lb1 for", "asked on lb2 for"));
        assertServed("r3");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        traffic.forEach(this::assertNothingWasLost);
    }

    /** It finds the fault when the first one is switched already. */
    @Test
    void oneThatRefusesItsConfigurationSwitchesTheOtherBack() throws Exception {
        standBehind(Kind.INCLUDE);
        Path configuration = two.own().resolve("router.conf");
        String text = Files.readString(configuration);
        bench.when("> switch nginx", () -> write(configuration, text + "nonsense;\n"));
        traffic.add(Traffic.to(two.url(), 50));

        Outcome outcome = bench.deploy(FOR_ALL);

        bench.clear();
        assertRolledBackToBlue(outcome);
        assertThat(outcome.sentence()).contains("lb2");
        assertThat(outcome.evidence()).contains("nonsense");
        assertThat(steps(outcome, "switch ")).containsExactly("lb1 DONE", "lb2 FAILED");
        assertServed("r1");
        traffic.forEach(this::assertNothingWasLost);
        Files.writeString(configuration, text);
        assertThat(deployed(FOR_ALL).live()).isEqualTo(Slot.GREEN);
        assertServed("r3");
    }

    /** The first one took long, and somebody else may be at work by now. */
    @Test
    void noneIsSwitchedOnceTheLockIsLost() throws Exception {
        standBehind(Kind.NGINX);
        bench.when("< switch nginx", () -> {
            bench.clear();
            bench.loseLocks();
        });

        Outcome outcome = bench.deploy(FOR_ALL);

        assertRolledBackToBlue(outcome);
        assertThat(outcome.sentence()).contains("The lock of shop", "was lost");
        assertThat(steps(outcome, "switch ")).containsExactly("lb1 DONE");
        assertServed("r1");
    }

    /** The connection breaks when the second one is being switched; whether it is, nobody knows. */
    @ParameterizedTest
    @EnumSource(names = {"NGINX", "HAPROXY"})
    void oneThatIsNotReachedAnyMoreSwitchesTheOtherBack(Kind kind) throws Exception {
        standBehind(kind);
        underLoad();
        AtomicInteger switches = new AtomicInteger();
        String script = kind == Kind.HAPROXY ? "replace" : "flag";
        bench.when("> switch ", () -> {
            if (switches.incrementAndGet() == 2) {
                second.host.before(script, () -> second.lost = true);
            }
        });

        Outcome outcome = bench.deploy(FOR_ALL);

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("The connection to lb2 is lost.", "Not everything could be undone");
        assertThat(outcome.evidence()).contains("on lb2");
        assertThat(steps(outcome, StepReport.UNDO + "switch ")).containsExactly("lb2 STUCK", "lb1 UNDONE");
        assertThat(release(one)).contains("release=r1");
        // What nobody knows of may still lead to it.
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");

        Outcome still = bench.deploy(FOR_ALL);
        assertThat(still.sentence()).contains("The connection to lb2 is lost.").endsWith("Nothing was changed.");
        second = null;
        assertThat(deployed(FOR_ALL).live()).isEqualTo(Slot.GREEN);
        assertServed("r4");
        traffic.forEach(this::assertNothingWasLost);
    }

    /** Nobody can be led back then, and what cannot be reached goes on leading there. */
    @Test
    void aFirstReleaseStaysWhereOneThatLeadsThereIsNotReachedAnyMore() throws Exception {
        prepare(Kind.NGINX);
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        bench.frontDoorTimeout = Duration.ofSeconds(1);
        bench.when("> ask the front door", () -> second.lost = true);

        Outcome outcome = bench.deploy(FOR_ALL);

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("did not answer well", "Not everything could be undone");
        assertServed("r1");
        bench.clear();
        bench.frontDoor = null;
        second = null;
        deployed(FOR_ALL);
        assertServed("r2");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
