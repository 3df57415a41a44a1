package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/**
 * Takes over what an earlier deployment left running: a standby, where that is the very release that is gone back to, or what is held. It runs
 * already and is warm, so nothing has to be started. It is asked first whether it is healthy.
 *
 * @param held the deployment that is held, which is given up with this one; an empty text for a standby, which stays one where this is undone
 */
public record TakeOver(ApplicationHost on, Slot slot, HealthProbe probe, String held) implements Step {

    private static final String WHEN = "when it was to be taken over as it is";

    /** Tells whether a standby can be taken over on a host. */
    public static boolean isThere(ApplicationHost on, Slot slot, HostState found) {
        return found.standby(slot).isPresent()
                && found.release(slot).filter(on.plan().release().id()::equals).isPresent();
    }

    @Override
    public String host() {
        return on.name();
    }

    @Override
    public String name() {
        return (held.isEmpty() ? "take the standby in " : "take what is held in ") + slot.label() + " on port "
                + on.plan().slots().port(slot);
    }

    @Override
    public String run() throws HostException, InterruptedException {
        String seen = check();
        if (!on.processes().take(slot)) {
            throw new StartedProcess(on, slot)
                    .failure((held.isEmpty() ? "was no standby any more " : "was not held any more ") + WHEN, "");
        }
        return seen;
    }

    /**
     * Looks whether it is healthy.
     *
     * @return what it answered
     * @throws SlotFailedException if it is not, or does not even run
     */
    public String check() throws HostException, InterruptedException {
        StartedProcess process = new StartedProcess(on, slot);
        HealthProbe.Answer answer = process.ask(probe, WHEN);
        if (!answer.healthy()) {
            // A single one may be due to its rest.
            answer = process.ask(probe, WHEN);
        }
        if (!answer.healthy()) {
            throw process.failure("was not healthy " + WHEN + ": " + answer.seen(), answer.evidence());
        }
        return answer.seen();
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        String own = on.plan().deploymentId();
        on.processes().giveBack(slot, own);
        // Once it is kept up, it is no standby any more, and then it goes like what was started.
        on.processes().stop(slot, own);
        on.processes().forget(slot, own);
        if (!held.isEmpty()) {
            on.processes().stop(slot, held);
            on.processes().forget(slot, held);
            on.releases().remove(on.plan().release().id(), held);
        }
    }

    @Override
    public String byHand() {
        return on.processes().stopByHand(slot);
    }
}
