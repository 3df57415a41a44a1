package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A question that somebody else asks, since an answer that hangs is to hold no abort. */
final class Asked {

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final Cancellation cancellation;
    private volatile boolean impossible;

    private Asked(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** Asks. */
    static Asked of(Question.Asking asking, Cancellation cancellation) {
        Asked asked = new Asked(cancellation);
        Thread thread = new Thread(() -> asked.run(asking), "blue-green-question");
        thread.setDaemon(true);
        thread.start();
        return asked;
    }

    private void run(Question.Asking asking) {
        try {
            answer.complete(asking.ask());
        } catch (HostException e) {
            // Whether its host is lost is told by whoever looks at that.
            impossible = true;
            answer.complete(new Answer(false, e.getMessage(), ""));
        } catch (InterruptedException | RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    /** Tells whether it could not be asked at all; the answer says why. */
    boolean impossible() {
        return impossible;
    }

    /** Waits for the answer, which has a limit of its own. */
    Answer answer() throws CancelledException, InterruptedException {
        return within(Duration.ofDays(1)).orElseThrow();
    }

    /** Returns the answer if it comes in time. */
    Optional<Answer> within(Duration limit) throws CancelledException, InterruptedException {
        Runnable leave = () -> answer.cancel(false);
        cancellation.onStop(leave);
        try {
            return Optional.of(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (CancellationException e) {
            throw new CancelledException();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            cancellation.forget(leave);
        }
    }
}
