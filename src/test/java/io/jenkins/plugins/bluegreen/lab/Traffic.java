package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;

/**
 * Load at a constant rate, half of it on kept-alive connections and half on new ones. Each request is due at a fixed time,
 * whatever became of those before: a stall of the server does not thin out the load that shows it. Nothing is tried twice.
 */
public final class Traffic implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration REUSE_WITHIN = Duration.ofSeconds(20);

    /**
     * A request that met the end of the idle connection that it was sent on: nobody read it, and a browser sends it once more. Each
     * reload of nginx may cost some of these, as README says.
     */
    public static final String IDLE_CONNECTION_CLOSED = "idle connection closed";

    private static final Pattern CLOSED = Pattern.compile(
            "NoHttpResponseException: .*|SocketException: (Connection reset.*|Broken pipe)|ConnectionClosedException: Connection closed by peer");

    private final URI url;
    private final long gapNanos;
    private final Heard heard;
    private final ExecutorService clients = Executors.newCachedThreadPool(Traffic::daemon);
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final LongAdder sent = new LongAdder();
    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();
    private final Thread schedule = daemon(this::run);
    private volatile boolean stopped;

    private Traffic(URI url, int perSecond, Heard heard) {
        this.url = url;
        this.heard = heard;
        this.gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Starts asking for a URL. */
    public static Traffic to(URI url, int perSecond) {
        return to(url, perSecond, (status, what) -> {});
    }

    /**
     * Does the same.
     *
     * @param heard is told of each request as soon as it is known what became of it
     */
    public static Traffic to(URI url, int perSecond, Heard heard) {
        Traffic traffic = new Traffic(url, perSecond, heard);
        traffic.schedule.start();
        return traffic;
    }

    /** Hears what became of each request. May be called by several threads at once. */
    public interface Heard {

        /**
         * One is over.
         *
         * @param status that of the answer; 0 where there was none
         * @param what the first line of the answer, at most 100 characters of it, or why there was none
         */
        void heard(int status, String what);
    }

    /**
     * What came of it.
     *
     * @param sent how many requests were sent
     * @param failures how many failed, by reason: refused, reset, cut, late, a status other than 200, or
     *     {@link #IDLE_CONNECTION_CLOSED}
     * @param answers how many were answered with 200, by the first line of the body, at most 100 characters of it
     */
    public record Summary(long sent, Map<String, Long> failures, Map<String, Long> answers) {

        /** Returns how many failed, for whatever reason. */
        public long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Stops, waits for the answers that are due, and tells what came of it. */
    public Summary stop() {
        close();
        return new Summary(sent.sum(), counted(failures), counted(answers));
    }

    private void run() {
        long start = System.nanoTime();
        for (long number = 0; !stopped; number++) {
            long due = start + number * gapNanos;
            while (!stopped && System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            boolean reuse = number % 2 == 0;
            if (!stopped) {
                sent.increment();
                clients.execute(() -> ask(reuse));
            }
        }
    }

    private void ask(boolean reuse) {
        DefaultBHttpClientConnection connection = reuse ? idleConnection() : null;
        boolean wasIdle = connection != null;
        try {
            if (connection == null) {
                connection = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
                Socket socket = new Socket(InetAddress.getByName(url.getHost()), url.getPort());
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) TIMEOUT.toMillis());
                connection.bind(socket);
            }
            boolean open = exchange(connection, reuse);
            if (reuse && open) {
                idle.push(new Idle(connection, System.nanoTime()));
            } else {
                connection.close();
            }
        } catch (IOException | HttpException e) {
            String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
            String why = wasIdle && CLOSED.matcher(reason).matches() ? IDLE_CONNECTION_CLOSED : reason;
            count(failures, why);
            heard.heard(0, why);
            close(connection);
        }
    }

    private record Idle(DefaultBHttpClientConnection connection, long since) {}

    /** Returns a connection that nginx has not closed yet for being idle, which it does after 75 s, or null. */
    private DefaultBHttpClientConnection idleConnection() {
        Idle latest = idle.poll();
        while (latest != null && System.nanoTime() - latest.since() > REUSE_WITHIN.toNanos()) {
            close(latest.connection());
            latest = idle.poll();
        }
        return latest == null ? null : latest.connection();
    }

    /** Tells whether the connection may be used again. */
    private boolean exchange(DefaultBHttpClientConnection connection, boolean reuse) throws IOException, HttpException {
        BasicClassicHttpRequest request = new BasicClassicHttpRequest("GET", url.getRawPath());
        request.setHeader(HttpHeaders.HOST, url.getAuthority());
        request.setHeader(HttpHeaders.CONNECTION, reuse ? "keep-alive" : "close");
        connection.sendRequestHeader(request);
        connection.flush();
        ClassicHttpResponse response = connection.receiveResponseHeader();
        connection.receiveResponseEntity(response);
        String body = EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8);
        String line = body.lines().findFirst().orElse("");
        String shown = line.substring(0, Math.min(100, line.length()));
        if (response.getCode() == 200) {
            count(answers, shown);
        } else {
            count(failures, "status " + response.getCode());
        }
        heard.heard(response.getCode(), shown);
        var closing = response.getFirstHeader(HttpHeaders.CONNECTION);
        return closing == null || !"close".equalsIgnoreCase(closing.getValue());
    }

    private static void count(Map<String, LongAdder> where, String what) {
        where.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    private static Map<String, Long> counted(Map<String, LongAdder> where) {
        Map<String, Long> sums = new TreeMap<>();
        where.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(schedule);
        try {
            schedule.join();
            clients.shutdown();
            if (!clients.awaitTermination(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                count(failures, "no end of an answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        idle.forEach(one -> close(one.connection()));
        idle.clear();
    }

    private static void close(DefaultBHttpClientConnection connection) {
        if (connection != null) {
            connection.close(CloseMode.IMMEDIATE);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "traffic");
        thread.setDaemon(true);
        return thread;
    }
}
