package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * One fault at each boundary of each step of a deployment, and in the middle of each step. Whatever it did, traffic went on, and the
 * next deployment succeeds and leaves nothing behind. At the end it prints its column of the table.
 *
 * <p>{@code mvn verify -Pfaults} tries all of that. {@code mvn verify} tries a cell in twelve, another one in each of the twelve columns, so
 * that each moment is met by one fault and each fault is met; {@code mvn verify -Pfaults -Dextent=rest} tries the others.
 */
abstract class FaultMatrix {

    private static final int COLUMNS = 12;

    private final int column;
    private final Fault fault;
    private final Supplier<FarHost> ground;
    private final Set<String> tolerated;
    private final List<String> wrong = new ArrayList<>();

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

    /**
     * A column of the table.
     *
     * @param column its number, from 0
     * @param fault what goes wrong
     * @param ground where it goes wrong
     * @param tolerated of what kinds requests may be lost
     */
    FaultMatrix(int column, Fault fault, Supplier<FarHost> ground, String... tolerated) {
        this.column = column;
        this.fault = fault;
        this.ground = ground;
        this.tolerated = Set.of(tolerated);
    }

    /** Tells whether the column has the moments of a step. */
    boolean has(String step) {
        return true;
    }

    /**
     * Tells whether {@code mvn verify} tries a cell.
     *
     * @param cell its number in the column
     * @param point its moment and its step
     */
    boolean inPart(int cell, String point) {
        return cell % COLUMNS == column;
    }

    /** Tells what is not as it should be of what the fault left, before anybody settles it; an empty text for nothing. */
    String wrongWith(FarHost host, String point) throws Exception {
        return "";
    }

    private record Point(String moment, String line, long delayMillis) {

        @Override
        public String toString() {
            return moment + " " + line.substring(2);
        }
    }

    @Test
    void theNextDeploymentEndsWell() throws Exception {
        try (FarHost host = ground.get()) {
            List<Point> points = points(middles(host));
            try (Traffic traffic = Traffic.to(host.url(), 20)) {
                for (int cell = 0; cell < points.size(); cell++) {
                    if (Extent.tries(inPart(cell, points.get(cell).toString()))) {
                        tryAt(points.get(cell), host);
                    }
                }
                Traffic.Summary summary = traffic.stop();
                assertThat(wrong).isEmpty();
                assertThat(summary.failures().keySet()).as(summary.toString()).isSubsetOf(tolerated);
            }
        }
    }

    private void tryAt(Point point, FarHost host) throws Exception {
        String what = hit(host, point);
        System.out.printf("%-16s %-60s %s%n", fault, point, what);
        String left = what.equals("UNDONE") || what.equals("ABORTED") ? host.wrongNow() : "";
        if (!left.isEmpty()) {
            wrong.add(point + " ended as " + what + ", but " + left);
        }
        String met = wrongWith(host, point.toString());
        if (!met.isEmpty()) {
            wrong.add(point + " left " + met);
        }
        List<String> next = host.deployHere();
        String state = host.wrongAfter(next);
        if (!state.isEmpty()) {
            wrong.add(point + ": " + state + "\n" + String.join("\n", next));
        }
    }

    /** Returns the steps of a deployment, with half of what each takes in milliseconds. */
    private Map<String, Long> middles(FarHost host) throws Exception {
        deploy(host, said -> {});
        Map<String, Long> begun = new LinkedHashMap<>();
        Map<String, Long> found = new LinkedHashMap<>();
        deploy(host, said -> {
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
    private List<Point> points(Map<String, Long> middles) {
        List<Point> points = new ArrayList<>();
        Map<String, Long> own = new LinkedHashMap<>(middles);
        own.keySet().removeIf(step -> !has(step));
        points.add(new Point("before", "> " + own.keySet().iterator().next(), 0));
        own.forEach((step, middle) -> {
            points.add(new Point("within", "> " + step, middle));
            points.add(new Point("after", "< " + step, 0));
        });
        return points;
    }

    /** Deploys, does the fault at the point, and tells in a word what the deployment made of it. */
    private String hit(FarHost host, Point point) throws Exception {
        List<String> said = new ArrayList<>();
        boolean[] hit = new boolean[1];
        deploy(host, line -> {
            said.add(line.line());
            if (!hit[0] && general(host, line.line()).equals(point.line())) {
                hit[0] = true;
                sleep(point.delayMillis());
                cause(host, line);
            }
        });
        assertThat(hit[0]).as(point + " not reached: " + said).isTrue();
        return said.stream()
                .filter(line -> line.startsWith("= "))
                .map(line -> line.split(" ")[1])
                .findFirst()
                .orElse("cut off");
    }

    /** Only what is to be killed needs a process of its own, whose start costs more than the deployment. */
    private void deploy(FarHost host, Consumer<EngineProcess.Said> listener) throws Exception {
        if (fault == Fault.ENGINE_KILLED) {
            host.deployApart(listener);
        } else {
            host.deployHere(listener);
        }
    }

    private void cause(FarHost host, EngineProcess.Said said) {
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
}
