package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe;
import io.jenkins.plugins.bluegreen.port.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * Asks the front door over the network, from where the deployment runs. The JDK's client would not do here: it quietly asks
 * again where a connection broke, and so hides what is to be seen.
 */
public final class HttpAvailabilityProbe implements AvailabilityProbe {

    /** Servers that keep connections open do so for some seconds at least; to be closed after more proves nothing. */
    private static final Duration REUSE_WITHIN = Duration.ofSeconds(2);

    private static final int TOO_MANY_REQUESTS = 429;

    private final Visit visit;
    private final SSLSocketFactory tls;
    private final Deque<DoorConnection> kept = new ConcurrentLinkedDeque<>();

    /**
     * Asks nothing yet.
     *
     * @param plan what is asked, and which release is the new one; over https the certificate is verified
     * @param certificates the certificates in PEM format that are trusted in the place of the JVM's, or an empty text
     */
    public HttpAvailabilityProbe(DeployPlan plan, String certificates) {
        this(Visit.of(plan), certificates);
    }

    /**
     * Asks nothing yet.
     *
     * @param url an http or https URL
     * @param mark where an answer says from which release it comes
     * @param release the new release's id
     * @param certificates as above
     */
    public HttpAvailabilityProbe(URI url, ReleaseMark mark, String release, String certificates) {
        this(Visit.to(url, mark, release), certificates);
    }

    HttpAvailabilityProbe(Visit visit, String certificates) {
        this.visit = visit;
        this.tls = TrustedCertificates.context(certificates).getSocketFactory();
    }

    @Override
    public Sample sample(boolean reuse) {
        DoorConnection old = reuse ? latestKept() : null;
        DoorConnection connection = old == null ? new DoorConnection(visit.request(), tls) : old;
        Deadline deadline = new Deadline(connection::close, DoorConnection.LIMIT);
        try {
            if (old == null) {
                connection.open(DoorConnection.LIMIT);
            }
            return judge(connection.ask(reuse));
        } catch (IOException | HttpException e) {
            return new Sample(
                    false, deadline.over() ? "no answer within " + TimeSpan.show(DoorConnection.LIMIT) : why(e), false);
        } finally {
            deadline.close();
            if (connection.reusable()) {
                kept.push(connection);
            } else {
                connection.close();
            }
        }
    }

    private Sample judge(DoorConnection.Response response) {
        boolean well = response.well();
        boolean fromRelease =
                well && visit.mark().asked() && visit.fault(response).isEmpty();
        String release = well ? visit.told(response) : "";
        // One that names a release is the application's, wherever it leads, such as to a login.
        String elsewhere = release.isEmpty() ? response.elsewhere() : "";
        return new Sample(well, "status " + response.status(), fromRelease, limit(response), release, elsewhere);
    }

    private Limit limit(DoorConnection.Response response) {
        if (visit.limited(response)) {
            return Limit.OF_ROUTER;
        }
        return response.status() == TOO_MANY_REQUESTS ? Limit.OF_APPLICATION : Limit.NONE;
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
