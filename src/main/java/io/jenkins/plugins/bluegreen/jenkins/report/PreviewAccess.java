package io.jenkins.plugins.bluegreen.jenkins.report;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How testers see a release that is held through the router. It is a secret, and for whoever holds the release alone: neither for a console
 * nor for a record.
 *
 * @param token by what they are known
 * @param frontDoor the URL that users call, where it is known
 */
public record PreviewAccess(PreviewToken token, Optional<URI> frontDoor) {

    /** Returns it for a Pipeline; what is not known is null. */
    Map<String, Object> map() {
        Map<String, Object> map = new HashMap<>();
        map.put("header", PreviewToken.HEADER);
        map.put("cookie", PreviewToken.COOKIE);
        map.put("token", token.value());
        map.put("url", frontDoor.map(URI::toString).orElse(null));
        return map;
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "PreviewAccess";
    }
}
