package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a router answers with our block, and with one that sends to a fixed port, of as many requests as it can.
 *
 * @param block requests a second, in the median
 * @param fixed likewise
 */
record Throughput(double block, double fixed) {

    private static final int ROUNDS = 5;

    private static final Pattern RATE = Pattern.compile("Requests/sec: *([0-9.]+)");

    /** That httpd ends some kept connections where all its workers are busy (event, AsyncRequestWorkerFactor) is no bad answer. */
    private static final Pattern BAD =
            Pattern.compile("Non-2xx|Socket errors: (?!connect 0, read \\d\\d?, write 0, timeout 0)");

    /** Measures in turn. The application is a light one, or it alone would be measured. */
    static Throughput of(Column column) throws IOException {
        SlotPair slots = FreePorts.slots();
        try (Cleanup cleanup = new Cleanup()) {
            Scratch scratch = cleanup.add(Scratch.create("throughput"));
            Process application = application(scratch, slots.blue());
            cleanup.add(() -> Processes.stop(application));
            Processes.awaitListening(slots.blue(), Duration.ofSeconds(5));
            OwnRouter ours = cleanup.add(column.router(slots));
            OwnRouter other = cleanup.add(column.router(slots));
            other.edit(text -> column.fixed(text, slots));
            List<Double> block = new ArrayList<>();
            List<Double> fixed = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                block.add(rate(ours.url()));
                fixed.add(rate(other.url()));
            }
            return new Throughput(median(block), median(fixed));
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static Process application(Scratch scratch, int port) throws IOException {
        Path conf = scratch.write("conf", """
                daemon off; master_process off; pid pid; error_log stderr;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  keepalive_requests 1000000;
                  server { listen 127.0.0.1:%d; return 200 "hello\\n"; }
                }
                """.formatted(port));
        return new ProcessBuilder(
                        Programs.find("nginx", "nginx"), "-p", scratch.path().toString(), "-c", conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(scratch.path().resolve("out").toFile())
                .start();
    }

    private static double rate(URI url) {
        String said = Programs.run("wrk", "-t1", "-c32", "-d3s", url.toString());
        Matcher rate = RATE.matcher(said);
        if (BAD.matcher(said).find() || !rate.find()) {
            throw new IllegalStateException(url + " does not answer well: " + said);
        }
        return Double.parseDouble(rate.group(1));
    }

    @Override
    public String toString() {
        return "%.2f (%.0f/s)".formatted(block / fixed, block);
    }
}
