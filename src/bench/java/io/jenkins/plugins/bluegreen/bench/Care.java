package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.plan.Defaults;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.time.Duration;

/**
 * How much time the engine takes for the new release's sake.
 *
 * @param warmUp what is asked of it before the switch
 * @param observe how long it is looked at after it at least
 */
record Care(WarmUp warmUp, Duration observe) {

    /** No longer than it takes. */
    static final Care NONE = new Care(WarmUp.NONE, Duration.ZERO);

    /** As long as it takes where nothing is configured. */
    static final Care DEFAULT = new Care(WarmUp.NONE, TimeSpan.parse("observe", Defaults.OF_DEPLOYMENT.get("observe")));
}
