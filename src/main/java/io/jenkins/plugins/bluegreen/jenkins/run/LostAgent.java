package io.jenkins.plugins.bluegreen.jenkins.run;

import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds out how a deployment ended whose agent was lost, and settles it: over another connection to that agent, or, where it does not
 * come back in time, from the controller.
 *
 * @param agent the agent
 * @param task makes what takes the deployment up, of what is known of it then
 * @param aborted tells whether the build was aborted, so that nobody waits for the agent any more
 * @param say writes to the console
 */
record LostAgent(Agent agent, Supplier<ResumeTask> task, BooleanSupplier aborted, Consumer<String> say) {

    /** Long enough for an agent that is started again, short enough for a release that nobody observes. */
    private static final Duration WAIT = Duration.ofMinutes(3);

    /** Whoever stops Jenkins cuts connections first. */
    private static final Duration STOPPING = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /**
     * Waits, and settles it.
     *
     * @return how it ended, or nothing where it had not begun to change anything
     * @throws JenkinsStopsException if Jenkins is being stopped meanwhile
     */
    Optional<Outcome> settle(String deploymentId) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Cancellation pause = new Cancellation();
        refuseIfJenkinsStops(deploymentId);
        while (since(begun) < WAIT.toNanos() && !aborted.getAsBoolean() && mayComeBack(begun)) {
            if (agent.reconnected()) {
                try {
                    return Optional.ofNullable(agent.workspace().act(task.get()));
                } catch (IOException | RuntimeException | Error e) {
                    if (!Agent.lost(e)) {
                        throw e;
                    }
                    say.accept(sentence(agent.shown()) + " was lost once more.");
                }
            }
            pause.pauseRegardless(LOOK_AGAIN);
            refuseIfJenkinsStops(deploymentId);
        }
        say.accept(sentence(agent.shown()) + " is not back after " + TimeUnit.NANOSECONDS.toSeconds(since(begun))
                + " s; going on from the controller.");
        return task.get().here();
    }

    private static void refuseIfJenkinsStops(String deploymentId) throws JenkinsStopsException {
        if (JenkinsStopsException.now()) {
            throw new JenkinsStopsException(deploymentId);
        }
    }

    private boolean mayComeBack(long begun) {
        return agent.known() || since(begun) < STOPPING.toNanos();
    }

    private static long since(long begun) {
        return System.nanoTime() - begun;
    }

    /** Returns it as the beginning of a sentence. */
    static String sentence(String shown) {
        return Character.toUpperCase(shown.charAt(0)) + shown.substring(1);
    }
}
