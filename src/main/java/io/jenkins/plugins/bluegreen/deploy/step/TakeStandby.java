package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/**
 * Takes over what an earlier deployment left as a standby, where that is the very release that is gone back to: it runs already and is warm, so
 * nothing has to be started. It is asked first whether it is healthy.
 */
public record TakeStandby(ApplicationHost on, Slot slot, HealthProbe probe) implements Step {

    private static final String WHEN = "when it was to be taken over as it is";

    /** Tells whether that can be done on a host. */
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
        return "take the standby in " + slot.label() + " on port "
                + on.plan().slots().port(slot);
    }

    @Override
    public String run() throws HostException, InterruptedException {
        StartedProcess process = new StartedProcess(on, slot);
        HealthProbe.Answer answer = process.ask(probe, WHEN);
        if (!answer.healthy()) {
            // A single one may be due to its rest.
            answer = process.ask(probe, WHEN);
        }
        if (!answer.healthy()) {
            throw process.failure("was not healthy " + WHEN + ": " + answer.seen(), answer.evidence());
        }
        if (!on.processes().take(slot)) {
            throw process.failure("was no standby any more " + WHEN, "");
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
    }

    @Override
    public String byHand() {
        return on.processes().stopByHand(slot);
    }
}
