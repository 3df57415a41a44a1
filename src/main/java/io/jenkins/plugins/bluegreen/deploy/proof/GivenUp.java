package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sees that nothing comes any more to a slot that is given up, before its process is stopped: a router that says to lead back, and does not,
 * would lose its users with it. Unlike the way there, what cannot be asked is only watched: the slot that is led back to may be ill, or
 * down, and what is taken back need not wait for that.
 */
public final class GivenUp {

    private final Ground ground;
    private final Slot slot;
    private final List<Way> asked;
    private final List<Way> watched;
    private final List<Look> begun = new ArrayList<>();
    private final Optional<Way> frontDoor;
    private final boolean tells;

    private GivenUp(Ground ground, Slot slot, List<Way> asked, Optional<Way> frontDoor, boolean tells) {
        this.ground = ground;
        this.slot = slot;
        this.asked = List.copyOf(asked);
        this.watched = ground.watched();
        this.frontDoor = frontDoor;
        this.tells = tells;
    }

    /**
     * Looks what has come there by now.
     *
     * @param asked how the routers are asked that can be where they stand
     * @param frontDoor the front door, where one is given
     * @param tells whether a good answer of that is one of this slot alone
     */
    static GivenUp begin(Ground ground, Slot slot, List<Way> asked, Optional<Way> frontDoor, boolean tells)
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
        for (Way way : asked) {
            refuse(
                    way,
                    way.comesTo(slot, true),
                    "it connects to " + ground.plan().shown(slot));
        }
        if (frontDoor.isPresent()) {
            Way way = frontDoor.get();
            refuse(
                    way,
                    tells && way.isAnsweredWell(),
                    "it says release " + ground.plan().release().id());
            refuse(
                    way,
                    asked.isEmpty() && way.comesTo(slot, true),
                    "connections come to " + ground.plan().shown(slot));
        }
        for (int i = 0; i < watched.size(); i++) {
            boolean leftovers = !ground.routers().get(i).router().undrained().isEmpty();
            watched.get(i).nobodyComesTo(slot, begun.get(i), leftovers);
        }
    }

    private void refuse(Way way, boolean led, String seen) throws HostException {
        if (led) {
            String kind = ground.plan().router();
            throw new HostException(kind + " says to lead to " + slot.other().label() + ", but asked "
                    + way.questions().get(0).shown() + ", " + seen + ", so its process was left running; make " + kind
                    + " lead to " + slot.other().label() + ", and deploy again.");
        }
    }
}
