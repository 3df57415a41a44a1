package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Deadline;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.HttpException;

/**
 * Asks the front door over the network, from where the deployment runs, each time over a new connection. Over https its
 * certificate is verified. Redirects are not followed: they answer for another address.
 */
public final class HttpFrontDoor implements FrontDoor {

    private final Visit visit;
    private final SSLSocketFactory tls;
    private final Duration limit;

    /**
     * Asks nothing yet.
     *
     * @param plan what is asked, and which release must say that it answers
     * @param certificates the certificates in PEM format that are trusted in the place of the JVM's, or an empty text
     */
    public HttpFrontDoor(DeployPlan plan, String certificates) {
        this(Visit.of(plan), certificates, plan.frontDoor().forOneAnswer());
    }

    /**
     * Asks nothing yet.
     *
     * @param url an http or https URL
     * @param mark where an answer must say that it comes from the release
     * @param release the release's id
     * @param certificates as above
     */
    public HttpFrontDoor(URI url, ReleaseMark mark, String release, String certificates) {
        this(Visit.to(url, mark, release), certificates, DoorConnection.LIMIT);
    }

    /** @param limit from the first word to the last one of the body */
    HttpFrontDoor(Visit visit, String certificates, Duration limit) {
        this.visit = visit;
        this.tls = TrustedCertificates.context(certificates).getSocketFactory();
        this.limit = limit;
    }

    @Override
    public HealthProbe.Answer ask() {
        DoorConnection connection = new DoorConnection(visit.request(), tls);
        Deadline deadline = new Deadline(connection::close, limit);
        try (connection;
                deadline) {
            connection.open(limit);
            return judge(connection.ask(false));
        } catch (IOException | HttpException e) {
            return new HealthProbe.Answer(
                    false, deadline.over() ? "no answer within " + TimeSpan.show(limit) : why(e), "");
        }
    }

    private static String why(Exception e) {
        if (e instanceof SSLException) {
            return "no answer, since TLS failed (" + e.getMessage()
                    + "); the certificate of a private authority can be given in trustedCertificates";
        }
        if (e instanceof UnknownHostException) {
            return "no answer (there is no host " + e.getMessage() + ")";
        }
        return "no answer (" + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")";
    }

    private HealthProbe.Answer judge(DoorConnection.Response response) {
        String status = response.status() + (response.elsewhere().isEmpty() ? "" : " to " + response.elsewhere());
        if (visit.limited(response)) {
            return new HealthProbe.Answer(
                    false, status + ", by a limit of how often may be asked", "", HealthProbe.By.LIMIT);
        }
        if (!response.well()) {
            return new HealthProbe.Answer(false, status, "");
        }
        return visit.fault(response)
                .map(fault -> new HealthProbe.Answer(false, status + ", but " + fault, ""))
                .orElseGet(() -> new HealthProbe.Answer(
                        true,
                        status,
                        "",
                        // One that names the release is the application's, wherever it leads, such as to a login.
                        response.elsewhere().isEmpty() || visit.mark().asked()
                                ? HealthProbe.By.ASKED
                                : HealthProbe.By.REDIRECT));
    }
}
