package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each fault at each boundary of each step of a deployment, and in the middle of each step. Whatever it did, traffic went on, and
 * the next deployment succeeds and leaves nothing behind. At the end it prints its table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {

    private static final Map<String, Map<Fault, String>> TABLE = new LinkedHashMap<>();

    private final FarHost host = FarHost.withFlag();
    private final Map<String, Long> middles = new LinkedHashMap<>();

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

    @BeforeAll
    void findTheSteps() throws Exception {
        host.deployApart(said -> {});
        Map<String, Long> begun = new LinkedHashMap<>();
        host.deployApart(said -> {
            String step = said.line().substring(2);
            if (said.line().startsWith("> ")) {
                begun.put(step, System.nanoTime());
            } else if (said.line().startsWith("< ")) {
                middles.put(general(step), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun.get(step)) / 2);
            }
        });
        assertThat(middles).hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @EnumSource
    void theNextDeploymentEndsWellAfter(Fault fault) throws Exception {
        Traffic traffic = Traffic.to(host.nginx.url(), 20);
        List<String> wrong = new ArrayList<>();
        for (Point point : points()) {
            String what = hit(fault, point);
            TABLE.computeIfAbsent(point.toString(), key -> new LinkedHashMap<>())
                    .put(fault, what);
            List<String> next = host.deployHere();
            String state = host.wrongAfter(next);
            if (!state.isEmpty()) {
                wrong.add(fault + " " + point + ": " + state + "\n" + String.join("\n", next));
            }
        }
        Traffic.Summary summary = traffic.stop();
        assertThat(wrong).isEmpty();
        assertThat(summary.failed()).as(summary.toString()).isZero();
    }

    /** Each boundary once: the end of a step is the beginning of the next one. */
    private List<Point> points() {
        List<Point> points = new ArrayList<>();
        points.add(new Point("before", "> " + middles.keySet().iterator().next(), 0));
        middles.forEach((step, middle) -> {
            points.add(new Point("within", "> " + step, middle));
            points.add(new Point("after", "< " + step, 0));
        });
        return points;
    }

    /** Deploys, does the fault at the point, and tells in a word what the deployment made of it. */
    private String hit(Fault fault, Point point) throws Exception {
        List<String> said = new ArrayList<>();
        boolean[] hit = new boolean[1];
        host.deployApart(line -> {
            said.add(line.line());
            if (!hit[0] && general(line.line()).equals(point.line())) {
                hit[0] = true;
                sleep(point.delayMillis());
                cause(fault, line);
            }
        });
        assertThat(hit[0]).as(point + " not reached: " + said).isTrue();
        return said.stream()
                .filter(line -> line.startsWith("= "))
                .map(line -> line.split(" ")[1])
                .findFirst()
                .orElse("cut off");
    }

    private void cause(Fault fault, EngineProcess.Said said) {
        switch (fault) {
            case ENGINE_KILLED -> said.kill();
            case SESSIONS_KILLED -> host.sshd.killSessions();
            case CONNECTION_CUT -> host.link.cut();
            case ABORTED -> said.abort();
        }
    }

    /** The same step, whichever slot and release it is about. */
    private String general(String line) {
        return line.replaceAll("blue|green", "*")
                .replaceAll(host.slots.blue() + "|" + host.slots.green(), "*")
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
    void printTheTableAndStopAll() {
        StringBuilder text = new StringBuilder(String.format("%n%-60s", "fault at this moment, and what came of it"));
        for (Fault fault : Fault.values()) {
            text.append(String.format("%-17s", fault));
        }
        TABLE.forEach((point, cells) -> {
            text.append(String.format("%n%-60s", point));
            for (Fault fault : Fault.values()) {
                text.append(String.format("%-17s", cells.getOrDefault(fault, "")));
            }
        });
        System.out.println(text);
        host.close();
    }
}
