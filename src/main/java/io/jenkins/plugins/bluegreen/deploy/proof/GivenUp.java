package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees that nothing comes any more to a slot that is given up, before its process is stopped: a router that says to lead back, and does not,
 * would lose its users with it. Unlike the way there, what cannot be asked is only watched: the slot that is led back to may be ill, or
 * down, and what is taken back need not wait for that.
 */
public final class GivenUp {

    private final Ground ground;
    private final Slot slot;
    private final Map<TrafficRouter, Way> asked;
    private final List<Way> watched;
    private final List<Look> begun = new ArrayList<>();
    private final Optional<Way> frontDoor;
    private final boolean tells;

    private GivenUp(Ground ground, Slot slot, Map<TrafficRouter, Way> asked, Optional<Way> frontDoor, boolean tells) {
        this.ground = ground;
        this.slot = slot;
        this.asked = asked;
        this.watched = ground.watched();
        this.frontDoor = frontDoor;
        this.tells = tells;
    }

    /**
     * Looks what has come there by now.
     *
     * @param asked the routers that can be asked where they stand, and how
     * @param frontDoor the front door, where one is given
     * @param tells whether a good answer of that is one of this slot alone
     */
    static GivenUp begin(
            Ground ground, Slot slot, Map<TrafficRouter, Way> asked, Optional<Way> frontDoor, boolean tells)
            throws HostException, CancelledException, InterruptedException {
        GivenUp given = new GivenUp(ground, slot, asked, frontDoor, tells);
        for (Way way : given.watched) {
            given.begun.add(way.look());
        }
        return given;
    }

    /**
     * Sees it, once what the routers had left has ended.
     *
     * @throws HostException if something comes there, or that could not be looked at
     */
    public void check() throws HostException, CancelledException, InterruptedException {
        for (int i = 0; i < watched.size(); i++) {
            Ground.Router router = ground.routers().get(i);
            Way way = asked.get(router.router());
            if (way != null && way.comesTo(slot, true)) {
                throw stillLed(way, "it connects to " + ground.plan().shown(slot));
            }
            boolean leftovers = !router.router().undrained().isEmpty();
            watched.get(i).nobodyComesTo(slot, begun.get(i), leftovers);
        }
        if (frontDoor.isPresent()) {
            Way way = frontDoor.get();
            if (tells && way.isAnsweredWell()) {
                throw stillLed(way, "it says release " + ground.plan().release().id());
            }
            if (asked.isEmpty() && way.comesTo(slot, true)) {
                throw stillLed(way, "connections come to " + ground.plan().shown(slot));
            }
        }
    }

    private HostException stillLed(Way way, String seen) {
        String kind = ground.plan().router();
        return new HostException(kind + " says to lead to " + slot.other().label() + ", but asked "
                + way.questions().get(0).shown() + ", " + seen + ", so its process was left running; make " + kind
                + " lead to " + slot.other().label() + ", and deploy again.");
    }
}
