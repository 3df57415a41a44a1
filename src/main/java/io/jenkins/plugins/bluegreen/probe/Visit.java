package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import java.net.URI;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * What the front door is asked, and how an answer is read.
 *
 * @param request what is asked; its URL is given
 * @param mark where an answer says from which release it comes
 * @param release the new release's id
 * @param limited tells whether a router, and not the application, answered with a status and such a body to who asks too often
 */
record Visit(FrontDoorRequest request, ReleaseMark mark, String release, BiPredicate<Integer, String> limited) {

    static Visit of(DeployPlan plan) {
        return new Visit(
                plan.frontDoor(),
                plan.health().expectRelease(),
                plan.release().id(),
                plan.application().router()::limited);
    }

    /** Of a router of which nothing is known. */
    static Visit to(URI url, ReleaseMark mark, String release) {
        return new Visit(FrontDoorRequest.at(url), mark, release, (status, body) -> false);
    }

    boolean limited(DoorConnection.Response response) {
        return limited.test(response.status(), response.body());
    }

    /** Returns the release that an answer says it comes from, or an empty text. */
    String told(DoorConnection.Response response) {
        return ToldRelease.told(mark, response::header, response.body());
    }

    /** Returns what is wrong with the release that an answer says, to stand behind "but"; nothing if none is to be said. */
    Optional<String> fault(DoorConnection.Response response) {
        return ToldRelease.fault(mark, release, response::header, response.body());
    }
}
