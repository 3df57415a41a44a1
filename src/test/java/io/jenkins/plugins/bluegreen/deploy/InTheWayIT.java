package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.deploy.journal.DeployLock;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a deployment says of those who are in its way, so that whoever reads it knows whom to ask. */
class InTheWayIT extends DeployedOnce {

    private static final Pattern SINCE =
            Pattern.compile("http://jenkins.example/, since (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) UTC;");

    private static final String COMMAND = "it's\nsomebody else's";

    @Test
    void theHolderOfTheLockIsNamedWithTheTimeSinceWhen() throws Exception {
        // Where its own clock is not that of UTC.
        LocalHost host = new LocalHost("local", List.of("env", "TZ=KST-9", "sh"), System.getenv("PATH"));
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try (DeployLock other = DeployLock.take(
                Bench.on(host, bench.plan(Map.of())), new Cancellation(), new Silence(), Duration.ZERO)) {
            assertThat(other.held()).isTrue();
            Instant after = Instant.now();
            assertThat(sinceWhen(bench.deploy(Map.of()).sentence())).isBetween(before, after);
        }
    }

    private static Instant sinceWhen(String sentence) {
        Matcher since = SINCE.matcher(sentence);
        assertThat(since.find()).as(sentence).isTrue();
        return LocalDateTime.parse(since.group(1).replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }

    @Test
    void aStrangerIsNamedWithItsOwnerItsStartAndItsCommandLine() throws Exception {
        Process stranger = listenAsAnother(bench.slots.green());
        try {
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.result()).isEqualTo(Result.UNDONE);
            assertThat(outcome.sentence())
                    .contains("(pid " + stranger.pid() + " of "
                            + stranger.info().user().orElseThrow() + " since " + startOf(stranger)
                            + ": busybox nc -ll -p " + bench.slots.green() + " -e it's somebody else's)");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            Processes.stop(stranger);
        }
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void whatWasSaidToBeLiveIsToldWhereTheReleaseCannotBeRead() throws Exception {
        Outcome outcome = bench.deploy(folder.resolve("not-there"), Map.of(), new Cancellation());
        assertSaid("is live");
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).endsWith("Nothing was changed.");
        assertThat(outcome.live()).isEqualTo(Slot.BLUE);
    }

    @Test
    void aStrangerOnThePortOfWhatWasCutOffDoesNotPassForIt() throws Exception {
        bench.dieAt("> drain blue");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        bench.ask(Slot.GREEN, "/deaf");
        Until.so(Duration.ofSeconds(20), () -> !Processes.listening(bench.slots.green()), () -> "it listens yet");
        HttpServer stranger = HttpServer.create(new InetSocketAddress("127.0.0.1", bench.slots.green()), 0);
        stranger.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        stranger.start();
        try {
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.sentence())
                    .contains(
                            "(green)",
                            "did not start",
                            "pid " + ProcessHandle.current().pid());
            assertThat(bench.console)
                    .anyMatch(line -> line.contains("It is undone, since its port on local is held by"));
            assertThat(bench.body(Slot.BLUE)).contains("release=r1");
            assertThat(bench.flag()).doesNotExist();
        } finally {
            stranger.stop(0);
        }
    }

    /** Listens as a user who is not the one that deploys, where the tests may become one. */
    private static Process listenAsAnother(int port) throws Exception {
        assumeThat(Path.of("/bin/busybox")).as("apt-get install busybox").isExecutable();
        List<String> words = new ArrayList<>();
        if (Programs.asRoot()) {
            words.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        words.addAll(List.of("busybox", "nc", "-ll", "-p", Integer.toString(port), "-e", COMMAND));
        Process process = new ProcessBuilder(words).start();
        Processes.awaitListening(port, Duration.ofSeconds(20));
        return process;
    }

    private static String startOf(Process process) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(process.info().startInstant().orElseThrow());
    }
}
