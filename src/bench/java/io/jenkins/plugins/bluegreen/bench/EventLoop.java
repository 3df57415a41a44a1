package io.jenkins.plugins.bluegreen.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One thread for all connections of the load: what is due at a time, and what the network has to say. */
final class EventLoop implements AutoCloseable {

    private final Selector selector;
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean stopped;
    private long number;

    EventLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        // Where two cores are busy, the load comes first: what it measures must not be its own lateness.
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }

    private record Timer(long due, long number, Runnable task) {}

    /** Has something done in this thread; the one method for other threads. */
    void execute(Runnable task) {
        handedOver.add(task);
        selector.wakeup();
    }

    /** Has something done at a time of {@link System#nanoTime}, in the order of these times. */
    void at(long due, Runnable task) {
        timers.add(new Timer(due, number++, task));
    }

    /** Has something done whenever the channel is ready for its interest. */
    SelectionKey register(SelectableChannel channel, int interest, Runnable ready) throws IOException {
        return channel.register(selector, interest, ready);
    }

    private void run() {
        try {
            while (!stopped) {
                selector.select(key -> ((Runnable) key.attachment()).run(), untilNext());
                for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
                    task.run();
                }
                while (!timers.isEmpty() && timers.peek().due() - System.nanoTime() <= 0) {
                    timers.poll().task().run();
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns milliseconds, at least one: a selector knows 0 as "for ever". */
    private long untilNext() {
        long nanos = timers.isEmpty() ? Long.MAX_VALUE : timers.peek().due() - System.nanoTime();
        return Math.max(1, Math.min(100, TimeUnit.NANOSECONDS.toMillis(nanos)));
    }

    @Override
    public void close() {
        stopped = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
