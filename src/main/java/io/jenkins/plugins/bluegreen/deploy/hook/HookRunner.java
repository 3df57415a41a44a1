package io.jenkins.plugins.bluegreen.deploy.hook;

import io.jenkins.plugins.bluegreen.deploy.hook.RunHook.EndUnseenException;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.journal.HookMarks;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.undo.Defect;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.process.ApplicationEnvironment;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Runs the commands of a team's own in a deployment, each at its moment, under the lock: on the first host of the application, or on all of
 * them one after the other. The journal says which one was begun, before it is.
 */
public final class HookRunner {

    private final DeployContext context;
    private final DeployPlan plan;
    private final Noting noting;
    private final OnHosts failures;
    private final Set<Hook> reported = EnumSet.noneOf(Hook.class);
    private HookMarks marks;
    private Slot slot;
    private String previous;
    private boolean rollback;

    /** Writes into the journal how far it came. */
    public interface Noting {
        void note(HookMarks marks) throws HostException, InterruptedException;
    }

    /**
     * Runs nothing yet.
     *
     * @param context the deployment
     * @param noting writes into its journal
     */
    public HookRunner(DeployContext context, Noting noting) {
        this.context = context;
        this.plan = context.plan();
        this.failures = new OnHosts(plan.hosts().stream().map(Target::toString).toList());
        this.noting = noting;
        this.marks = HookMarks.of(plan.hooks().asked());
    }

    /**
     * Notes of which deployment they are.
     *
     * @return what its first journal says of them
     */
    public HookMarks begin(SlotDecision decision, boolean goingBack) {
        slot = decision.idle();
        previous = decision.liveRelease().orElse("");
        rollback = goingBack;
        return marks;
    }

    /** Tells whether there are any that want the release on all hosts before it is started on one. */
    public boolean wantTheRelease() {
        return plan.hooks().anyOf(Hook.BEFORE_START, Hook.ON_UNDO);
    }

    /** Notes that the release lies on all hosts, so that there is where to run one when it is undone. */
    public void shipped() {
        if (plan.hooks().asked(Hook.ON_UNDO)) {
            context.undoLog().undoLater(new UndoByHook(() -> report(Hook.ON_UNDO)));
        }
    }

    /**
     * Runs the command for a moment, where there is one.
     *
     * @throws HostException if it fails, or takes too long
     * @throws CancelledException if the deployment is asked to stop meanwhile
     */
    public void run(Hook hook) throws HostException, CancelledException, InterruptedException {
        for (ApplicationHost on : hosts(hook)) {
            context.cancellation().check();
            note(marks.begun(hook, on.name()));
            RunHook each = hook(hook, on, context.cancellation());
            try {
                context.undoLog().perform(on.name(), each.name(), each::run);
            } catch (EndUnseenException | CancelledException | InterruptedException e) {
                // The first to be undone.
                context.undoLog().undoLater(new EndHook(on));
                throw e;
            }
            note(marks.over(hook));
        }
    }

    /**
     * Runs the command for a moment whose failure changes nothing but what is said, and which no abort ends; only once, however often it is
     * called.
     */
    public void report(Hook hook) throws InterruptedException {
        if (!reported.add(hook)) {
            return;
        }
        for (ApplicationHost on : hosts(hook)) {
            RunHook each = hook(hook, on, new Cancellation());
            try {
                note(marks.begun(hook, on.name()));
                context.undoLog().perform(on.name(), each.name(), each::run);
                note(marks.over(hook));
            } catch (HostException e) {
                failed(hook, on, e);
                endQuietly(on);
            } catch (CancelledException | RuntimeException | Error e) {
                failed(hook, on, Defect.of(e));
                endQuietly(on);
            }
        }
    }

    private void failed(Hook hook, ApplicationHost on, HostException why) {
        String sentence = why.getMessage().startsWith("The hook ")
                ? why.getMessage()
                : "The hook " + hook.label() + " was not run, or not to its end: " + why.getMessage();
        failures.add(on.name(), sentence);
        context.progress().note("", (sentence + "\n" + why.evidence()).strip());
    }

    /** What could not be run may be what this cannot be as well, which is said already. */
    private void endQuietly(ApplicationHost on) throws InterruptedException {
        try {
            RunHook.end(on);
        } catch (HostException e) {
            context.progress().note(on.name(), e.getMessage());
        }
    }

    /** Returns what was said of those whose failure changed nothing, to stand behind a sentence. */
    public String failures() {
        return failures.texts().stream().map(text -> " " + text).collect(Collectors.joining());
    }

    /** Tells a host and a step for each that {@link #run} or {@link #report} would run for a moment. */
    public void foresee(Hook hook, BiConsumer<String, String> told) {
        hosts(hook).forEach(on -> told.accept(on.name(), RunHook.name(hook)));
    }

    private void note(HookMarks next) throws HostException, InterruptedException {
        marks = next;
        noting.note(next);
    }

    private List<ApplicationHost> hosts(Hook hook) {
        List<ApplicationHost> all = context.cluster().app();
        if (!plan.hooks().asked(hook)) {
            return List.of();
        }
        return plan.hooks().everyHost() ? all : all.subList(0, 1);
    }

    private RunHook hook(Hook hook, ApplicationHost on, Cancellation cancellation) {
        Map<String, String> variables = new LinkedHashMap<>(new ApplicationEnvironment(plan, slot).variables());
        variables.put("PREVIOUS_RELEASE", previous);
        variables.put("ROLLBACK", Boolean.toString(rollback));
        return new RunHook(on, hook, variables, context.progress(), cancellation);
    }
}
