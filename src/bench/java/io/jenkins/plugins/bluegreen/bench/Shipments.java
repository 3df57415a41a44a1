package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.artifact.archive.Packing;
import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.ssh.JschHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How long large artifacts are on their way: one file of several hundred megabytes, and a directory of very many small files, each for
 * the first time and after a small change; each beside {@code scp -r} and {@code rsync -a}, which both log in as well. What the plugin
 * does more is counted in: packing, the SHA-256 on both sides, a directory of its own for each release, and the write to the disk.
 */
final class Shipments {

    private static final int LARGE = Integer.getInteger("bench.large", 300_000_000);
    private static final int FILES = Integer.getInteger("bench.files", 50_000);
    private static final int FILES_OF_A_FOLDER = 100;
    private static final int LARGEST = 4_000;

    private final int times;
    private final PrivateSshd sshd;
    private final OwnRouter router;
    private final Scratch scratch;
    private final Table table = new Table("", "`scp -r`", "`rsync -a`", "plugin");

    private Shipments(int times, PrivateSshd sshd, Cleanup cleanup) {
        this.times = times;
        this.sshd = sshd;
        this.scratch = cleanup.add(Scratch.create("shipments"));
        this.router = cleanup.add(Column.RELOAD_FREE.router(new SlotPair(18_998, 18_999)));
    }

    /** Measures, and returns a table. */
    static String measured(int times, PrivateSshd sshd) throws IOException, InterruptedException, HostException {
        try (Cleanup cleanup = new Cleanup()) {
            Shipments shipments = new Shipments(times, sshd, cleanup);
            shipments.large();
            shipments.many();
            return shipments.table.toString();
        }
    }

    /** Measures these alone. */
    public static void main(String[] args) throws IOException, InterruptedException, HostException {
        try (Cleanup cleanup = new Cleanup()) {
            int times = Integer.getInteger("bench.deployments", 5);
            System.out.println(measured(times, cleanup.add(PrivateSshd.start())));
            System.out.println(times + " shipments per cell, the median; " + Machine.facts() + ".");
        }
        System.exit(0);
    }

    private void large() throws IOException, InterruptedException, HostException {
        Path file = Files.createDirectories(scratch.path().resolve("workspace")).resolve("large");
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Random random = new Random(1);
            for (long at = 0; at < LARGE; at += LARGE / 100) {
                out.write(noise(random, LARGE / 100));
            }
            out.force(true);
        }
        measure("one file of " + Table.megabytes(LARGE), file, file);
    }

    private void many() throws IOException, InterruptedException, HostException {
        Path dist = scratch.path().resolve("workspace/dist");
        Random random = new Random(2);
        long size = 0;
        for (int i = 0; i < FILES; i++) {
            Path folder = dist.resolve("node_modules/package-" + i / FILES_OF_A_FOLDER);
            if (i % FILES_OF_A_FOLDER == 0) {
                Files.createDirectories(folder);
            }
            byte[] bytes = noise(random, random.nextInt(LARGEST)).array();
            Files.write(folder.resolve("file-" + i + ".js"), bytes);
            size += bytes.length;
        }
        Programs.run("sync");
        measure(
                "a directory of " + FILES + " files, " + Table.megabytes(size),
                dist,
                dist.resolve("node_modules/package-7/file-777.js"));
    }

    private static ByteBuffer noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** @param changing a file, of which a kilobyte changes from one to the next */
    private void measure(String what, Path source, Path changing)
            throws IOException, InterruptedException, HostException {
        List<List<Duration>> first = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<List<Duration>> next = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Path there = scratch.path().resolve("there");
        // An agent has shipped before, and its code is compiled.
        ship(source, -1, there.resolve("plugin-cold"));
        String config = Script.sshConfig(sshd, scratch).toString();
        for (int i = 0; i < times; i++) {
            Files.createDirectories(there.resolve("scp"));
            for (List<List<Duration>> round : List.of(first, next)) {
                change(changing, 2 * i + (round == next ? 1 : 0));
                // As people do it: into the same directory again.
                round.get(0)
                        .add(timed(() -> Programs.run(
                                "scp", "-qr", "-F", config, source.toString(), "app:" + there.resolve("scp"))));
                round.get(1)
                        .add(timed(() -> Programs.run(
                                "rsync",
                                "-a",
                                "-e",
                                "ssh -F " + config,
                                source.toString(),
                                "app:" + there + "/rsync/")));
                round.get(2).add(ship(source, round == first ? i : i + times, there.resolve("plugin-" + i)));
            }
            Programs.run("rm", "-rf", there.toString());
        }
        row(what + ", for the first time", first);
        row(what + ", 1 kB of it changed", next);
    }

    private void row(String what, List<List<Duration>> took) {
        table.row(
                what,
                Table.seconds(Table.median(took.get(0))),
                Table.seconds(Table.median(took.get(1))),
                Table.seconds(Table.median(took.get(2))));
    }

    private static void change(Path file, int number) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int length = (int) Math.min(1000, out.size());
            out.write(noise(new Random(number), length), (out.size() - length) / 2);
            out.force(true);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException, HostException, CancelledException;
    }

    private static Duration timed(Work work) throws IOException, InterruptedException, HostException {
        long start = System.nanoTime();
        try {
            work.run();
        } catch (CancelledException e) {
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Duration ship(Path source, int release, Path directory)
            throws IOException, InterruptedException, HostException {
        Engine engine = new Engine(
                sshd, sshd.target().port(), router, new SlotPair(18_998, 18_999), scratch, Care.NONE, Engine.BENCH_APP);
        DeployPlan plan = engine.plan(source, release, directory.toString());
        return timed(() -> {
            Cancellation none = new Cancellation();
            Packing packing = new Packing(scratch.path().resolve("workspace"), false, "");
            try (WorkspaceRelease from = new WorkspaceRelease(plan, source, packing);
                    RemoteHost host = JschHost.connect(sshd.target(), sshd.login())) {
                from.await(none);
                from.deliver(host, new Silence(), none);
            }
        });
    }
}
