package io.jenkins.plugins.bluegreen.lab;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Load at a constant rate by HTTP/2, whose requests share few connections. Each is due at a fixed time, whatever became of those before. */
public final class Http2Traffic implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** So that none comes to the number of requests that nginx has on one connection (keepalive_requests). */
    private static final int CONNECTIONS = 4;

    private final List<HttpClient> clients;
    private final HttpRequest request;
    private final long gapNanos;
    private final Collection<CompletableFuture<Void>> all = new ConcurrentLinkedQueue<>();
    private final Set<String> answers = ConcurrentHashMap.newKeySet();
    private final Collection<String> failures = new ConcurrentLinkedQueue<>();
    private final Thread schedule = new Thread(this::run, "http2-traffic");
    private volatile boolean stopped;

    private Http2Traffic(URI url, SSLContext trust, int perSecond) {
        clients = Stream.generate(() -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(trust)
                        .build())
                .limit(CONNECTIONS)
                .toList();
        request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
        gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Starts asking for a URL. */
    public static Http2Traffic to(URI url, SSLContext trust, int perSecond) {
        Http2Traffic traffic = new Http2Traffic(url, trust, perSecond);
        traffic.schedule.setDaemon(true);
        traffic.schedule.start();
        return traffic;
    }

    private void run() {
        long start = System.nanoTime();
        for (int number = 0; !stopped; number++) {
            long due = start + number * gapNanos;
            while (!stopped && System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            all.add(clients.get(number % CONNECTIONS)
                    .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .handle(this::note));
        }
    }

    private Void note(HttpResponse<String> answer, Throwable failure) {
        if (failure != null) {
            failures.add(failure.toString());
        } else if (answer.statusCode() != 200 || answer.version() != HttpClient.Version.HTTP_2) {
            failures.add(answer.statusCode() + " by " + answer.version());
        } else {
            answers.add(answer.body().lines().findFirst().orElse(""));
        }
        return null;
    }

    /** Stops, and waits for the answers that are due. */
    public void stop() throws InterruptedException {
        close();
        schedule.join();
        all.forEach(CompletableFuture::join);
    }

    /** Returns what was wrong with each that failed: no answer, a status other than 200, or one by another version of HTTP. */
    public Collection<String> failures() {
        return failures;
    }

    /** Returns the first lines of all other answers, each once. */
    public Set<String> answers() {
        return answers;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(schedule);
    }
}
