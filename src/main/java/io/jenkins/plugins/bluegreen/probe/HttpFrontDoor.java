package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.plan.ReleaseMark;
import io.jenkins.plugins.bluegreen.site.FrontDoor;
import io.jenkins.plugins.bluegreen.site.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Asks the front door over the network, from where the deployment runs. Over https its certificate is verified. Redirects are
 * not followed: they answer for another address.
 */
public final class HttpFrontDoor implements FrontDoor {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpRequest request;
    private final ReleaseMark mark;
    private final String release;
    private final HttpClient client;

    /**
     * Asks nothing yet.
     *
     * @param url an http or https URL
     * @param mark where an answer must say that it comes from the release
     * @param release the release's id
     * @param certificates the certificates in PEM format that are trusted in the place of the JVM's, or an empty text
     */
    public HttpFrontDoor(URI url, ReleaseMark mark, String release, String certificates) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(LIMIT)
                .sslContext(TrustedCertificates.context(certificates))
                .build();
        this.request = HttpRequest.newBuilder(url).timeout(LIMIT).build();
        this.mark = mark;
        this.release = release;
    }

    @Override
    public Probe.Answer ask() throws InterruptedException {
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return judge(response, new String(in.readNBytes(Verdict.BODY_LIMIT), StandardCharsets.UTF_8));
            }
        } catch (SSLException e) {
            return new Probe.Answer(
                    false,
                    "no answer, since TLS failed (" + e.getMessage()
                            + "); the certificate of a private authority can be given in trustedCertificates",
                    "");
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Probe.Answer(false, "no answer (" + why + ")", "");
        }
    }

    private Probe.Answer judge(HttpResponse<InputStream> response, String body) {
        int status = response.statusCode();
        if (!answersWell(status)) {
            return new Probe.Answer(false, Integer.toString(status), "");
        }
        return ToldRelease.fault(
                        mark,
                        release,
                        name -> response.headers().firstValue(name).orElse(null),
                        body)
                .map(fault -> new Probe.Answer(false, status + ", but " + fault, ""))
                .orElseGet(() -> new Probe.Answer(true, Integer.toString(status), ""));
    }

    /** Tells whether a status is one that users are content with: a redirect is, an error is not. */
    static boolean answersWell(int status) {
        return status >= 200 && status < 400;
    }
}
