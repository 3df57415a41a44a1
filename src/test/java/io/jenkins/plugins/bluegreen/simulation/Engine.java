package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.deploy.host.InTurn;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** One controller with what it does, which can be aborted, or be gone from one call to the next. */
final class Engine implements InTurn.Calls {

    final Time time;
    final String name;
    private final World world;
    private final SplittableRandom drawn;
    private final Thread thread = Thread.currentThread();
    private final Deque<Cancellation> within = new ArrayDeque<>();
    private volatile boolean killed;
    private int left = -1;

    Engine(World world, String name) {
        this.world = world;
        this.name = name;
        this.time = new Time(true);
        this.drawn = new SplittableRandom(world.seed ^ name.hashCode());
        InTurn.onThisThread(this);
    }

    /** The time of the world, which passes as soon as somebody waits. */
    final class Time extends Cancellation {

        private final boolean heeding;

        private Time(boolean heeding) {
            super(() -> world.now());
            this.heeding = heeding;
        }

        @Override
        protected boolean rest(Duration time) throws InterruptedException {
            pauseRegardless(time);
            return stopped();
        }

        @Override
        public void pauseRegardless(Duration time) throws InterruptedException {
            point();
            world.pass(time);
        }

        @Override
        public Cancellation heedless() {
            return new Time(false);
        }

        @Override
        public boolean stopped() {
            return heeding && super.stopped();
        }
    }

    /** From now on it does nothing any more, and notices nothing. */
    void kill() {
        killed = true;
    }

    boolean killed() {
        return killed;
    }

    /** At each call and wait: tells who is under way to end, where another one has failed or the build is aborted. */
    void point() throws InterruptedException {
        if (Thread.currentThread() != thread) {
            return;
        }
        if (left == 0 || within.stream().anyMatch(Cancellation::stopped)) {
            throw new InterruptedException();
        }
        left = left > 0 ? left - 1 : left;
    }

    @Override
    public int untilCut() {
        return drawn.nextInt(6);
    }

    @Override
    public int cutAfter(int calls) {
        int before = left;
        left = calls;
        return before;
    }

    @Override
    public void within(Cancellation cancellation) {
        within.push(cancellation);
    }

    @Override
    public void without() {
        within.pop();
    }
}
