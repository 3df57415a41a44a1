package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.site.Probe.Answer;
import io.jenkins.plugins.bluegreen.site.Visitor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * Asks the front door over the network, from where the deployment runs. The JDK's client would not do here: it quietly asks
 * again where a connection broke, and so hides what is to be seen.
 */
public final class HttpVisitor implements Visitor {

    /** From the first word to the last one of the body. */
    public static final Duration LIMIT = Duration.ofSeconds(5);

    /** Servers that keep connections open do so for some seconds at least; to be closed after more proves nothing. */
    private static final Duration REUSE_WITHIN = Duration.ofSeconds(2);

    private final URI url;
    private final Deque<DoorConnection> kept = new ConcurrentLinkedDeque<>();

    /** @param url an http or https URL; over https its certificate is verified */
    public HttpVisitor(URI url) {
        this.url = url;
    }

    @Override
    public Answer visit(boolean reuse) {
        DoorConnection old = reuse ? latestKept() : null;
        DoorConnection connection = old == null ? new DoorConnection(url) : old;
        AtomicBoolean late = new AtomicBoolean();
        // One limit for all of it: an answer that trickles would never run into a timeout of each read.
        CompletableFuture<Void> watcher = CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    connection.close();
                },
                CompletableFuture.delayedExecutor(LIMIT.toNanos(), TimeUnit.NANOSECONDS));
        try {
            if (old == null) {
                connection.open(LIMIT);
            }
            int status = connection.ask(reuse);
            return new Answer(HttpFrontDoor.answersWell(status), "status " + status, "");
        } catch (IOException | HttpException e) {
            return new Answer(false, late.get() ? "no answer within " + TimeSpan.show(LIMIT) : why(e), "");
        } finally {
            watcher.cancel(false);
            if (connection.reusable()) {
                kept.push(connection);
            } else {
                connection.close();
            }
        }
    }

    private static String why(Exception e) {
        if (e instanceof ConnectException || e instanceof UnknownHostException) {
            return "no connection";
        }
        if (e instanceof NoHttpResponseException) {
            return "closed without an answer";
        }
        if (e instanceof ConnectionClosedException) {
            return "answer cut off";
        }
        return e instanceof SSLException ? "TLS failed" : String.valueOf(e.getMessage());
    }

    /** Returns what a browser would use again too: it notices when the server has closed a connection in the meantime. */
    private DoorConnection latestKept() {
        DoorConnection latest = kept.poll();
        while (latest != null && !latest.fresh(REUSE_WITHIN)) {
            latest.close();
            latest = kept.poll();
        }
        return latest;
    }

    @Override
    public void close() {
        for (DoorConnection each = kept.poll(); each != null; each = kept.poll()) {
            each.close();
        }
    }
}
