package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the application is asked as its users ask it.
 *
 * @param url the URL that they call, through the router; null where it is not asked
 * @param headers sent with each such question, and with those that a router is asked on its own host; their values may be secrets
 * @param timeout how long after the switch it may take until it is seen that users are served by the new release, and well
 */
public record FrontDoorRequest(URI url, Map<String, String> headers, Duration timeout) implements Serializable {

    /** For who does not say it. */
    public static final String DEFAULT_TIMEOUT = "10s";

    private static final Duration USUAL = Duration.ofSeconds(10);

    /** @throws PlanException naming the field that is wrong */
    public FrontDoorRequest {
        if (url != null) {
            checkUrl(url);
        }
        Headers.check("frontDoorHeaders", headers);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if (timeout.isZero()) {
            throw new PlanException(
                    "frontDoorTimeout is 0; it takes some time to see that users are served, such as 10s.");
        }
    }

    /** Returns one without headers, with the usual timeout; null for a URL that is not asked. */
    public static FrontDoorRequest at(URI url) {
        return new FrontDoorRequest(url, Map.of(), USUAL);
    }

    /**
     * Reads the URL.
     *
     * @return null for an empty text
     * @throws PlanException for what is no http or https URL; the message does not show it, it may hold a password
     */
    public static URI parseUrl(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return checkUrl(new URI(text.trim()));
        } catch (URISyntaxException e) {
            throw new PlanException("frontDoor is no URL: " + e.getReason() + " at index " + e.getIndex() + ".");
        }
    }

    private static URI checkUrl(URI url) {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!web || url.getHost() == null || url.getUserInfo() != null) {
            throw new PlanException("frontDoor must be an http or https URL with a host name and without a password;"
                    + " a login belongs into frontDoorHeaders.");
        }
        if (url.getPort() >= 0) {
            SlotPair.checkPort("The port of frontDoor", url.getPort());
        }
        return url;
    }

    /** Tells whether the URL is asked. */
    public boolean asked() {
        return url != null;
    }

    /** Returns how long one answer may take: a question that got lost can be asked once more in time. */
    public Duration forOneAnswer() {
        return timeout.dividedBy(2);
    }

    /** Leaves the headers' values out: they may be secrets. */
    @Override
    public String toString() {
        return url + ", headers=" + headers.keySet() + ", " + timeout;
    }
}
