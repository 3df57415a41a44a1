package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.site.FrontDoor;
import io.jenkins.plugins.bluegreen.site.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks the front door over the network, from where the deployment runs. Over https its certificate is verified. Redirects are
 * not followed: they answer for another address.
 */
public final class HttpFrontDoor implements FrontDoor {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpRequest request;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT)
            .build();

    /** @param url an http or https URL */
    public HttpFrontDoor(URI url) {
        this.request = HttpRequest.newBuilder(url).timeout(LIMIT).build();
    }

    @Override
    public Probe.Answer ask() throws InterruptedException {
        try {
            HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
            int status = response.statusCode();
            return new Probe.Answer(status >= 200 && status < 400, Integer.toString(status), "");
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Probe.Answer(false, "no answer (" + why + ")", "");
        }
    }
}
