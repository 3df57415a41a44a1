package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the engine beside {@code src/bench/sh/deploy.sh}, a switch as teams write it by hand, and prints one table. All columns deploy
 * the same {@linkplain BenchApp application} on this machine, through the same OpenSSH server, one after the other; so compare
 * columns of one run, not numbers of two.
 *
 * <ul>
 *   <li><b>Failed requests per deployment</b>: all {@linkplain Kind kinds} of requests come at once, without a pause, while so many
 *       deployments follow each other. A request {@linkplain Failure fails} when it is refused, reset, answered other than by 200,
 *       without its end, or not answered in 10 s; none is tried twice. The plugin warms the new slot up for 2 s, and
 *       observes it after the switch no longer than the drain; neither is its default. Each column has the nginx configuration that goes with it: README's for the plugin, one
 *       without upstreams, as most have it, for the script. With a round trip the clients are that far away: what they send and
 *       see is delayed, so that a request which is sent before the end of its connection is seen is lost. Those by HTTP/2, over TLS and few
 *       connections, have deployments of their own, where no switch reloads the router.
 *   <li><b>Longest gap without an answer</b>: between two good answers of any kind; the longest of all deployments, and the median of
 *       the longest of each.
 *   <li><b>Whole deployment</b>: of a release in which one class changed, after a first one, without load, without warm-up and observation
 *       time; the median. What the application takes from its process's first moment until it listens is not counted; it stops at once. The drain stands apart: how long the old slot was waited for after the proof, until nothing used it and it was seen that nothing leads there any more.
 *   <li><b>With the defaults</b>: the same, drain and all, where the new release is observed as long as it is by default.
 *   <li><b>Throughput</b>: how many requests a second the router answers with our block, as many as it can, on 32 connections by {@code wrk},
 *       against the same router with a fixed port in the block; in turn, five times 3 s each, the medians.
 *   <li><b>Full upload</b>: the engine's, with a connection of its own, and the whole {@code scp} command, in turn; the median.
 *   <li><b>One class changed</b>: all bytes of such a deployment, both ways, with the handshake and all commands; and how
 *       long it took to log in and to ship, against {@code scp} of the whole file, which logs in as well. The bytes are those of the reload-free layout;
 *       the other one sends the same but for a few commands.
 *   <li><b>Cost to the JVM</b>: processor time of the JVM that runs the engine, and what was reachable of its heap at most and how
 *       many threads it had, beyond those before. The engine has deployed before, as that of a controller has;
 *       the hosts are on the same machine, so how long all took says little. The applications are {@linkplain Overhead light} ones.
 *       Measured once, in the reload-free layout alone; heap and threads
 *       in a deployment of their own, since looking takes time. No Jenkins is around the engine, which would cost the same for any step.
 *   <li><b>CPU seconds of a look at a host</b>: what it costs the host to be asked once what runs there, who listens, and which of ten
 *       nginxes goes by the file, by the shell that is its {@code sh}; the median. A stranger has the idle port, and no nginx goes by the
 *       file, so that all processes and all configurations are gone through.
 * </ul>
 *
 * Of {@linkplain Shipments large artifacts} there is a table of its own, of three shipments per cell, and one of the time that {@linkplain
 * Listing lists of records} take.
 *
 * Every failed request is written to {@code target/bench-failed-requests.txt}, with what the engine was doing then.
 */
public final class Benchmark {

    private static final List<Duration> ROUND_TRIPS = List.of(Duration.ZERO, Duration.ofMillis(20));
    private static final List<Integer> CROWDS = List.of(500, 2000);

    private final int deployments = Integer.getInteger("bench.deployments", 20);
    private final int atOnce = Integer.getInteger("bench.atOnce", 50);
    private final PrivateSshd sshd;
    private final long begun = System.nanoTime();
    private final Map<Column, List<LoadRun>> loads = new EnumMap<>(Column.class);
    private final Map<Column, Http2Run> http2 = new EnumMap<>(Column.class);
    private final Map<Column, Map<BenchArtifact.Size, TimeRun>> times = new EnumMap<>(Column.class);
    private final Map<Column, TimeRun> defaults = new EnumMap<>(Column.class);
    private final List<Overhead> overheads = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private final Map<Column, Throughput> throughputs = new EnumMap<>(Column.class);
    private Uploads uploads;

    private Benchmark(PrivateSshd sshd) {
        this.sshd = sshd;
    }

    /** Runs all of it. */
    public static void main(String[] args) throws InterruptedException, IOException, HostException {
        try (Cleanup cleanup = new Cleanup()) {
            new Benchmark(cleanup.add(PrivateSshd.start())).run();
        }
        System.exit(0);
    }

    private void run() throws InterruptedException, IOException, HostException {
        Path evidence = Files.createDirectories(Path.of("target")).resolve("bench-failed-requests.txt");
        Files.deleteIfExists(evidence);
        for (Column column : Column.values()) {
            loads.put(column, new ArrayList<>());
            for (Duration roundTrip : ROUND_TRIPS) {
                say(column.label + ": " + deployments + " deployments under load, round trip "
                        + Table.millis(roundTrip));
                LoadRun load = LoadRun.of(column, roundTrip, deployments, sshd);
                loads.get(column).add(load);
                say("      " + load.tally().sent() + " requests, "
                        + load.tally().failed().size() + " failed, gaps of " + load.gaps());
                Files.write(evidence, load.evidence(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
        for (Column column : Column.values()) {
            if (column.reloadFree()) {
                say(column.label + ": " + deployments + " deployments under HTTP/2");
                http2.put(column, Http2Run.of(column, deployments, sshd));
                say("      " + http2.get(column).failures());
            }
        }
        for (Column column : Column.values()) {
            times.put(column, new EnumMap<>(BenchArtifact.Size.class));
            for (BenchArtifact.Size size : BenchArtifact.Size.values()) {
                say(column.label + ": " + deployments + " deployments of the application of " + size.megabytes + " MB");
                TimeRun time = TimeRun.of(column, size, Care.NONE, deployments, sshd);
                times.get(column).put(size, time);
                say("      in the median " + Table.seconds(time.median(Deployed::own)) + " of its own: "
                        + time.steps());
            }
        }
        for (Column column : Column.values()) {
            if (!column.engine()) {
                continue;
            }
            say(column.label + ": " + deployments + " deployments with the defaults");
            defaults.put(column, TimeRun.of(column, BenchArtifact.Size.THIN, Care.DEFAULT, deployments, sshd));
        }
        for (Column column : Column.values()) {
            say(column.label + ": throughput");
            throughputs.put(column, Throughput.of(column));
            say("      " + throughputs.get(column));
        }
        say("uploads");
        uploads = Uploads.of(deployments, sshd);
        say("      " + uploads);
        for (int applications : List.of(1, atOnce)) {
            say("what deployments cost Jenkins: " + applications + " at once");
            overheads.add(Overhead.of(applications, Column.RELOAD_FREE, sshd));
        }
        say("large artifacts");
        String shipments = Shipments.measured(Math.min(deployments, 3), sshd);
        say("lists of records");
        String listing = Listing.measured();
        for (int processes : CROWDS) {
            say("looks at a host with " + processes + " processes");
            looks.add(Look.beside(processes, deployments));
            say("      " + looks.get(looks.size() - 1));
        }
        say("every failed request is in " + evidence);
        System.out.println();
        System.out.print(table());
        System.out.println();
        System.out.print(shipments);
        System.out.println();
        System.out.print(listing);
        System.out.println();
        System.out.println(facts());
    }

    private String table() {
        Table table = new Table(cells("", column -> column.label));
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < ROUND_TRIPS.size(); i++) {
                int at = i;
                row(
                        table,
                        name(kind, ROUND_TRIPS.get(i)),
                        column -> loads.get(column).get(at).failed(kind));
            }
        }
        row(
                table,
                "failed requests per deployment: HTTP/2 " + Http2Run.PER_SECOND + "/s",
                column -> column.reloadFree() ? http2.get(column).failed() : "–");
        row(table, "longest gap without an answer", this::gap);
        for (BenchArtifact.Size size : BenchArtifact.Size.values()) {
            row(
                    table,
                    "whole deployment, " + size.megabytes + " MB, without the application's own start",
                    column -> time(column, size));
        }
        row(
                table,
                "the same of " + BenchArtifact.Size.THIN.megabytes + " MB, with the defaults",
                column -> column.engine() ? Table.seconds(defaults.get(column).median(Deployed::own)) : "–");
        row(
                table,
                "throughput of the block, against a fixed port",
                column -> throughputs.get(column).toString());
        row(table, "full upload of 65 MB, against `scp`", this::upload);
        row(table, "one class of 65 MB changed: bytes", this::changeBytes);
        row(table, "one class of 65 MB changed: time", this::changeTime);
        row(table, "cost to the JVM of one deployment", column -> overhead(column, 0));
        row(table, "cost to the JVM of " + atOnce + " at once", column -> overhead(column, 1));
        for (int i = 0; i < CROWDS.size(); i++) {
            Look look = looks.get(i);
            row(
                    table,
                    "CPU seconds of a look at a host with " + CROWDS.get(i) + " processes",
                    column -> column == Column.RELOAD_FREE ? look.toString() : "–");
        }
        return table.toString();
    }

    private interface Cell {
        String of(Column column);
    }

    private static void row(Table table, String name, Cell cell) {
        table.row(cells(name, cell));
    }

    private static String[] cells(String first, Cell cell) {
        return Stream.concat(Stream.of(first), Stream.of(Column.values()).map(cell::of))
                .toArray(String[]::new);
    }

    private static String name(Kind kind, Duration roundTrip) {
        return "failed requests per deployment: " + kind.label + " " + kind.perSecond + "/s"
                + (roundTrip.isZero() ? "" : ", " + Table.millis(roundTrip) + " away");
    }

    private String gap(Column column) {
        List<Duration> gaps =
                loads.get(column).stream().flatMap(run -> run.gaps().stream()).toList();
        return Table.millis(gaps.stream().max(Duration::compareTo).orElseThrow()) + " (median "
                + Table.millis(Table.median(gaps)) + ")";
    }

    private String time(Column column, BenchArtifact.Size size) {
        TimeRun run = times.get(column).get(size);
        String own = Table.seconds(run.median(one -> one.own().minus(one.spentOn("observe"))));
        return column.engine()
                ? own + " + " + Table.seconds(run.median(one -> one.spentOn("observe"))) + " drain"
                : own;
    }

    private String upload(Column column) {
        return column.engine()
                ? "%.2f (%s)"
                        .formatted(
                                (double) uploads.engine().toNanos()
                                        / uploads.scp().toNanos(),
                                Table.seconds(uploads.engine()))
                : "1 (" + Table.seconds(uploads.scp()) + ")";
    }

    private String changeBytes(Column column) {
        return column.engine()
                ? "%.2f %% (%s)"
                        .formatted(
                                100.0 * uploads.changeBytes() / uploads.size(), Table.megabytes(uploads.changeBytes()))
                : "100 % (" + Table.megabytes(uploads.size()) + ")";
    }

    private String changeTime(Column column) {
        return Table.seconds(
                column.engine()
                        ? times.get(column)
                                .get(BenchArtifact.Size.FAT)
                                .median(one -> one.spentOn("connect").plus(one.spentOn("ship")))
                        : uploads.scp());
    }

    private String overhead(Column column, int which) {
        if (column != Column.RELOAD_FREE) {
            return "–";
        }
        Overhead cost = overheads.get(which);
        return "%.2f CPU seconds, %s heap, %d threads, done in %s"
                        .formatted(
                                cost.cpu().toNanos() / 1e9,
                                Table.megabytes(cost.heap()),
                                cost.threads(),
                                Table.seconds(cost.took()))
                + (cost.failed() == 0 ? "" : ", **" + cost.failed() + " failed**");
    }

    private String facts() throws IOException {
        long requests = loads.values().stream()
                .flatMap(List::stream)
                .mapToLong(run -> run.tally().sent())
                .sum();
        Duration late = loads.values().stream()
                .flatMap(List::stream)
                .map(run -> run.tally().lateness())
                .max(Duration::compareTo)
                .orElseThrow();
        return deployments + " deployments or uploads per cell, one for the costs; " + requests
                + " requests, 99.9 % of them sent within " + Table.millis(late) + " of the time they were due; "
                + Machine.facts() + ".";
    }

    private void say(String what) {
        System.err.printf("%4d s  %s%n", (System.nanoTime() - begun) / 1_000_000_000, what);
    }
}
