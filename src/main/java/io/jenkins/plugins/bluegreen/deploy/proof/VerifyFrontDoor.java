package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks the front door after the switch until it answers. */
record VerifyFrontDoor(FrontDoor door, DeployPlan plan, Cancellation cancellation) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    /**
     * Asks.
     *
     * @return the good answer
     * @throws HostException if there is none within 10 s
     */
    public String run() throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        HealthProbe.Answer answer = ask();
        while (!answer.healthy() && cancellation.since(begun).compareTo(LIMIT) < 0) {
            cancellation.pause(ASK_AGAIN);
            answer = ask();
        }
        if (!answer.healthy()) {
            throw new HostException(
                    "The front door " + plan.frontDoor() + " did not answer well within " + TimeSpan.show(LIMIT)
                            + " after the switch: " + answer.seen() + "; look at " + plan.router() + "'s error log.");
        }
        return answer.seen();
    }

    /** Asks by somebody else, since an answer that hangs is to hold no abort. */
    private HealthProbe.Answer ask() throws CancelledException, InterruptedException {
        CompletableFuture<HealthProbe.Answer> answer = CompletableFuture.supplyAsync(door::ask, VerifyFrontDoor::apart);
        Runnable leave = () -> answer.cancel(false);
        cancellation.onStop(leave);
        try {
            return answer.get();
        } catch (CancellationException e) {
            throw new CancelledException();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            cancellation.forget(leave);
        }
    }

    private static void apart(Runnable task) {
        Thread thread = new Thread(task, "blue-green-front-door");
        thread.setDaemon(true);
        thread.start();
    }
}
