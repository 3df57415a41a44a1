package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sees that nothing comes any more to a slot that is given up, before its process is stopped: a router that says to lead back, and does not,
 * would lose its users with it. Unlike the way there, only what is seen to come there alone speaks against it: the slot that is led back to may be
 * ill, or down, and a router that balances over both slots does without one of them.
 */
public final class GivenUp {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

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
     * @throws HostException if something comes there alone, or that could not be looked at
     */
    public void check() throws HostException, CancelledException, InterruptedException {
        String there = ground.plan().shown(slot);
        for (Way way : asked) {
            refuseAtLast(way, ground.plan().router() + " connects to " + there, () -> way.comesOnlyTo(slot));
        }
        if (frontDoor.isPresent()) {
            Way way = frontDoor.get();
            if (tells) {
                refuseAtLast(way, "it says release " + ground.plan().release().id(), way::isAnsweredWell);
            }
            if (asked.isEmpty()) {
                refuseAtLast(way, "connections come to " + there, () -> way.comesOnlyTo(slot));
            }
        }
        for (int i = 0; i < watched.size(); i++) {
            boolean leftovers = !ground.routers().get(i).router().undrained().isEmpty();
            watched.get(i).nobodyComesTo(slot, begun.get(i), leftovers, true);
        }
    }

    private interface Sight {
        boolean isThere() throws HostException, CancelledException, InterruptedException;
    }

    /** A router may take as long to get back as it may take to get there. */
    private void refuseAtLast(Way way, String seen, Sight led)
            throws HostException, CancelledException, InterruptedException {
        Instant since = ground.cancellation().now();
        while (led.isThere()) {
            if (ground.cancellation()
                            .since(since)
                            .compareTo(ground.plan().frontDoor().timeout())
                    >= 0) {
                String kind = ground.plan().router();
                String old = slot.other().label();
                throw new HostException("Asked " + way.questions().get(0).shown() + ", " + seen + " although " + kind
                        + " says to lead to " + old + ", so its process was left running; make " + kind + " lead to "
                        + old + ", and deploy again.");
            }
            ground.cancellation().pause(ASK_AGAIN);
        }
    }
}
