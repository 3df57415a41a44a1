package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.retire.DrainBeforeRollback;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.step.PreviewSlot;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who is led by the routers to a release that is held, before its users are. */
final class Previews {

    private final DeployContext context;
    private final Optional<Hold> hold;

    /** @param hold how the release is held; nothing for not at all */
    Previews(DeployContext context, Optional<Hold> hold) {
        this.context = context;
        this.hold = hold;
    }

    /** Tells whether testers are to be led to it. */
    boolean wanted() {
        return hold.filter(how -> how.previewed(context.plan().application().router()))
                .isPresent();
    }

    /**
     * Looks, before anything is changed, whether a router is configured for that, where it is wanted; changes nothing.
     *
     * @throws HostException saying what is missing
     */
    void check(TrafficRouter router) throws HostException, InterruptedException {
        if (wanted()) {
            ((PreviewRouter) router).checkPreview();
        }
    }

    /** Has the routers lead its testers to it, where that is wanted, and anything else is live. */
    void begin(SlotDecision decision) throws HostException, CancelledException, InterruptedException {
        if (!wanted()) {
            return;
        }
        if (decision.live().isEmpty()) {
            context.progress()
                    .note("", "Nothing is live yet, so that " + context.plan().router() + " leads to it whoever asks.");
            return;
        }
        for (TrafficRouter router : context.cluster().routers()) {
            context.cluster().checkLocks();
            context.undoLog()
                    .perform(new PreviewSlot(
                            (PreviewRouter) router,
                            context.plan(),
                            decision.idle(),
                            hold.flatMap(Hold::token).orElseThrow()));
        }
    }

    private List<PreviewRouter> there(List<RouterState> found) {
        List<TrafficRouter> routers = context.cluster().routers();
        return IntStream.range(0, routers.size())
                .filter(i -> found.get(i).preview())
                .mapToObj(routers::get)
                // Another kind of router may have been there before.
                .filter(PreviewRouter.class::isInstance)
                .map(PreviewRouter.class::cast)
                .toList();
    }

    /**
     * Ends what an earlier one left, so that nobody sees by its token what is started now.
     *
     * @param found what the routers were found in
     */
    void endOld(List<RouterState> found) throws HostException, InterruptedException {
        for (PreviewRouter router : there(found)) {
            router.endPreview();
            context.progress().note(router.name(), "removed what had led testers to a release that was held");
        }
    }

    /** Has that end which leads testers to a slot if all is undone; otherwise it ends by the switch, so that they stay there. */
    void undoLater(Slot slot, List<RouterState> found) {
        there(found)
                .forEach(router -> context.undoLog().undoLater(new PreviewSlot(router, context.plan(), slot, null)));
    }

    /** As {@link #undoLater}, before what it is still answering to them comes to its end, and its process is stopped. */
    void undoBeforeTheStop(Slot slot, List<RouterState> found) {
        if (!there(found).isEmpty()) {
            context.undoLog().undoLater(new DrainBeforeRollback(context, slot, Optional.empty()));
            undoLater(slot, found);
        }
    }
}
