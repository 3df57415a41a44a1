package io.jenkins.plugins.bluegreen.deploy.host;

import io.jenkins.plugins.bluegreen.deploy.host.InParallel.Task;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;

/**
 * Has what is done at once be done one after the other, on the thread that asks for it, so that it comes out the same each time. Where one
 * fails, or the build is aborted, the others are cut off after some calls, as those are that are under way in threads of their own.
 */
public final class InTurn implements InParallel.Manner {

    private static final ThreadLocal<Calls> CALLS = new ThreadLocal<>();

    private InTurn() {}

    /** Who knows of each call to a host, and can cut one off. */
    public interface Calls {

        /** Returns how many calls it gets through that is cut off next. */
        int untilCut();

        /**
         * Has calls fail, as an interrupt does, after so many.
         *
         * @param calls so many; negative for never
         * @return what held before
         */
        int cutAfter(int calls);

        /** What is done from now on is cut off when this is stopped. */
        void within(Cancellation cancellation);

        /** Ends the latest {@link #within}. */
        void without();
    }

    /** Has what this thread does at once be done so; other threads do it as ever. */
    public static void onThisThread(Calls calls) {
        CALLS.set(calls);
        InParallel.manner = new InTurn();
    }

    @Override
    public <T> void each(List<T> ones, Cancellation cancellation, Task<T> task)
            throws HostException, CancelledException, InterruptedException {
        Calls calls = CALLS.get();
        if (calls == null) {
            InParallel.inThreads(ones, cancellation, task);
            return;
        }
        Throwable first = null;
        for (T one : ones) {
            if (first == null && cancellation.stopped()) {
                first = new CancelledException();
            }
            int before = first == null ? calls.cutAfter(-1) : calls.cutAfter(calls.untilCut());
            calls.within(cancellation);
            try {
                task.on(one);
            } catch (HostException | CancelledException | InterruptedException | RuntimeException e) {
                first = first == null ? e : first;
            } finally {
                calls.without();
                calls.cutAfter(before);
            }
        }
        if (first != null) {
            InParallel.rethrow(first, cancellation);
        }
    }
}
