package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import java.time.Duration;
import java.util.Optional;

/**
 * How a release is held once it is healthy, without users.
 *
 * @param time for how long
 * @param token what leads its testers to it through the router, where that is configured for {@link RouterConfig#previews previews}; nothing
 *     for nobody
 */
public record Hold(Duration time, Optional<PreviewToken> token) {

    /** One that nobody sees through the router. */
    public static Hold unseen(Duration time) {
        return new Hold(time, Optional.empty());
    }

    /** Tells whether an application's router is to lead its testers to it. */
    public boolean previewed(RouterConfig router) {
        return token.isPresent() && router.previews();
    }
}
