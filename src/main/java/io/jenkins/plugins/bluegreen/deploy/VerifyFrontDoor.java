package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.site.FrontDoor;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Probe;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Asks the front door after the switch until it answers. */
record VerifyFrontDoor(FrontDoor door, URI url, Patience patience) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    String run() throws HostException, Stopped, InterruptedException {
        Instant begun = patience.now();
        Probe.Answer answer = door.ask();
        while (!answer.healthy() && patience.since(begun).compareTo(LIMIT) < 0) {
            patience.pause(ASK_AGAIN);
            answer = door.ask();
        }
        if (!answer.healthy()) {
            throw new HostException("The front door " + url + " did not answer well within " + TimeSpan.show(LIMIT)
                    + " after the switch: " + answer.seen() + "; look at nginx's error log.");
        }
        return answer.seen();
    }
}
