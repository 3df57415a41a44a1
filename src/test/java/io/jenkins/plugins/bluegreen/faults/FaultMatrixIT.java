package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each fault at each boundary of each step of a deployment, and in the middle of each step. Whatever it did, traffic went on, and
 * the next deployment succeeds and leaves nothing behind. The same for one fault with the include layout, and for one that only
 * one of two hosts meets. At the end it prints its table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {

    /** What a client sees whose idle connection was closed while it asked. */
    private static final String IDLE_CLOSED =
            "NoHttpResponseException: .*|SocketException: (Connection reset.*|Broken pipe)|ConnectionClosedException: Connection closed by peer";

    /** Most of the time is waiting, so that two columns at once take little longer than one. */
    private static final int AT_ONCE = 2;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    private final List<FarHost> hosts = new ArrayList<>();
    private final Map<Column, Future<Traffic.Summary>> running = new LinkedHashMap<>();
    private final Map<Column, List<String>> wrong = new ConcurrentHashMap<>();
    private final Map<String, Map<Column, String>> table = Collections.synchronizedMap(new LinkedHashMap<>());

    /** Where it goes wrong. */
    enum Ground {
        /** One host, with the reload-free layout. */
        FLAG,
        /** One host, with the include layout. */
        INCLUDE,
        /** Two hosts, and nginx on a third one. */
        TWO_HOSTS
    }

    /** What goes wrong. */
    enum Fault {
        /** The process that deploys is killed: an agent, or the controller. */
        ENGINE_KILLED,
        /** The sessions of the SSH server are killed, and what they run on the host. */
        SESSIONS_KILLED,
        /** The connection is cut; what runs on the host goes on. */
        CONNECTION_CUT,
        /** The build is aborted. */
        ABORTED
    }

    private record Point(String moment, String line, long delayMillis) {

        @Override
        public String toString() {
            return moment + " " + line.substring(2);
        }
    }

    private record Column(Ground ground, Fault fault) {

        @Override
        public String toString() {
            return ground + " " + fault;
        }
    }

    /** All hosts are there before the first fault: what one column does to its nginx must not look like another one's. */
    @BeforeAll
    void beginAll() {
        Map<Column, FarHost> made = new LinkedHashMap<>();
        if (SeparateHost.possible()) {
            made.put(new Column(Ground.TWO_HOSTS, Fault.SESSIONS_KILLED), host(FarHost.beforeTwo()));
        }
        made.put(new Column(Ground.INCLUDE, Fault.SESSIONS_KILLED), host(FarHost.withInclude()));
        for (Fault fault : Fault.values()) {
            made.put(new Column(Ground.FLAG, fault), host(FarHost.withFlag()));
        }
        made.forEach((column, host) -> running.put(column, threads.submit(() -> fill(column, host))));
    }

    private FarHost host(FarHost host) {
        hosts.add(host);
        return host;
    }

    @ParameterizedTest
    @CsvSource({
        "FLAG, ENGINE_KILLED",
        "FLAG, SESSIONS_KILLED",
        "FLAG, CONNECTION_CUT",
        "FLAG, ABORTED",
        "INCLUDE, SESSIONS_KILLED",
        "TWO_HOSTS, SESSIONS_KILLED"
    })
    void theNextDeploymentEndsWellAfter(Ground ground, Fault fault) throws Exception {
        Column column = new Column(ground, fault);
        assumeThat(running).as("only root can make hosts").containsKey(column);
        Traffic.Summary summary = running.get(column).get();
        assertThat(wrong.get(column)).isEmpty();
        // Each reload may lose a request on an idle connection, as README says; nothing else is lost.
        assertThat(summary.failures().keySet())
                .as(summary.toString())
                .allMatch(failure -> ground == Ground.INCLUDE && failure.matches(IDLE_CLOSED));
    }

    private Traffic.Summary fill(Column column, FarHost host) throws Exception {
        List<String> found = new ArrayList<>();
        wrong.put(column, found);
        List<Point> points = points(middles(host));
        Traffic traffic = Traffic.to(host.nginx.url(), 20);
        for (Point point : points) {
            String what = hit(host, column.fault(), point);
            String left = what.equals("ROLLED_BACK") || what.equals("ABORTED") ? host.wrongNow() : "";
            if (!left.isEmpty()) {
                found.add(point + " ended as " + what + ", but " + left);
            }
            table.computeIfAbsent(point.toString(), key -> new ConcurrentHashMap<>())
                    .put(column, what);
            List<String> next = host.deployHere();
            String state = host.wrongAfter(next);
            if (!state.isEmpty()) {
                found.add(point + ": " + state + "\n" + String.join("\n", next));
            }
        }
        return traffic.stop();
    }

    /** Returns the steps of a deployment, with half of what each takes in milliseconds. */
    private static Map<String, Long> middles(FarHost host) throws Exception {
        host.deployApart(said -> {});
        Map<String, Long> begun = new LinkedHashMap<>();
        Map<String, Long> found = new LinkedHashMap<>();
        host.deployApart(said -> {
            String step = said.line().substring(2);
            if (said.line().startsWith("> ")) {
                begun.putIfAbsent(step, System.nanoTime());
            } else if (said.line().startsWith("< ")) {
                long took = System.nanoTime() - begun.get(step);
                found.putIfAbsent(general(host, step), TimeUnit.NANOSECONDS.toMillis(took) / 2);
            }
        });
        assertThat(found).hasSizeGreaterThan(8);
        return found;
    }

    /** Each boundary once: the end of a step is the beginning of the next one. */
    private static List<Point> points(Map<String, Long> middles) {
        List<Point> points = new ArrayList<>();
        points.add(new Point("before", "> " + middles.keySet().iterator().next(), 0));
        middles.forEach((step, middle) -> {
            points.add(new Point("within", "> " + step, middle));
            points.add(new Point("after", "< " + step, 0));
        });
        return points;
    }

    /** Deploys, does the fault at the point, and tells in a word what the deployment made of it. */
    private static String hit(FarHost host, Fault fault, Point point) throws Exception {
        List<String> said = new ArrayList<>();
        boolean[] hit = new boolean[1];
        host.deployApart(line -> {
            said.add(line.line());
            if (!hit[0] && general(host, line.line()).equals(point.line())) {
                hit[0] = true;
                sleep(point.delayMillis());
                cause(host, fault, line);
            }
        });
        assertThat(hit[0]).as(point + " not reached: " + said).isTrue();
        return said.stream()
                .filter(line -> line.startsWith("= "))
                .map(line -> line.split(" ")[1])
                .findFirst()
                .orElse("cut off");
    }

    private static void cause(FarHost host, Fault fault, EngineProcess.Said said) {
        switch (fault) {
            case ENGINE_KILLED -> said.kill();
            case SESSIONS_KILLED -> host.killSessions();
            case CONNECTION_CUT -> host.link.cut();
            case ABORTED -> said.abort();
        }
    }

    /** The same step, whichever slot and release it is about. */
    private static String general(FarHost host, String line) {
        return line.replaceAll("blue|green", "*")
                .replaceAll(host.slots.blue() + "|" + host.slots.green(), "*")
                .replaceAll("http://127.0.0.1:\\d+/", "*")
                .replaceAll("demo-\\d+\\.jar", "*.jar");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    void printTheTableAndStopAll() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(5, TimeUnit.MINUTES);
        StringBuilder text = new StringBuilder(String.format("%n%-60s", "fault at this moment, and what came of it"));
        List<Column> columns = List.copyOf(running.keySet());
        columns.forEach(column -> text.append(String.format("%-28s", column)));
        table.forEach((point, cells) -> {
            text.append(String.format("%n%-60s", point));
            columns.forEach(column -> text.append(String.format("%-28s", cells.getOrDefault(column, ""))));
        });
        System.out.println(text);
        hosts.forEach(FarHost::close);
    }
}
