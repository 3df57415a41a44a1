package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;

/**
 * Has a router lead the testers of a release that is held to its slot.
 *
 * @param router who leads them
 * @param plan what is held
 * @param slot where it is
 * @param token by what they are known; null where it is only undone
 */
public record PreviewSlot(PreviewRouter router, DeployPlan plan, Slot slot, PreviewToken token) implements Step {

    @Override
    public String host() {
        return router.name();
    }

    @Override
    public String name() {
        return name(plan, slot);
    }

    /** Returns how that is called as a step of each router. */
    public static String name(DeployPlan plan, Slot slot) {
        return "lead testers to " + plan.shown(slot);
    }

    @Override
    public String run() throws HostException, InterruptedException {
        return router.preview(slot, token);
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        router.endPreview();
    }

    @Override
    public String byHand() {
        return router.endPreviewByHand();
    }
}
