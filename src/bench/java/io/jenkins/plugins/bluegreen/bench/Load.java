package io.jenkins.plugins.bluegreen.bench;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Several {@linkplain Kind kinds} of requests at once, open-loop: each is due at a fixed time, whatever became of those before, so
 * that a stall of the server does not thin out the load that shows it.
 */
final class Load implements AutoCloseable {

    /** How long an answer may take. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** So many keep-alive connections take turns. */
    private static final int KEPT = 100;

    private final EventLoop loop = new EventLoop();
    private final InetSocketAddress server;
    private final String host;
    private final long oneWayNanos;
    private final Tally tally = new Tally();
    private final Map<Kind, Long> asked = new EnumMap<>(Kind.class);
    private final Deque<Client> idle = new ArrayDeque<>();
    private final Set<Client> all = new HashSet<>();
    private int kept;
    private long lastAnswer;
    private final AtomicLong longestGap = new AtomicLong();
    private volatile boolean stopped;

    /**
     * Begins.
     *
     * @param roundTrip what lies between the clients and the server
     * @param kinds what is asked
     */
    Load(URI frontDoor, Duration roundTrip, Set<Kind> kinds) {
        server = new InetSocketAddress(frontDoor.getHost(), frontDoor.getPort());
        host = frontDoor.getAuthority();
        oneWayNanos = roundTrip.toNanos() / 2;
        loop.execute(() -> {
            long start = System.nanoTime();
            for (Kind kind : kinds) {
                asked.put(kind, 0L);
                // Not all at the same moment.
                long offset = TimeUnit.MICROSECONDS.toNanos(730L * kind.ordinal());
                loop.at(start + offset, () -> ask(kind, start + offset));
            }
        });
    }

    /** Returns the longest time without any answer since the last call, and begins anew. */
    Duration longestGap() {
        return Duration.ofNanos(longestGap.getAndSet(0));
    }

    /** Returns how many requests have been sent so far. */
    long sent() {
        return tally.sent();
    }

    /** Ends when the last answer has come, or its time is over, and tells what came of it. */
    Tally stop() throws InterruptedException {
        // By the thread that asks: a request that it is just about to send would not be waited for.
        CountDownLatch asksNoMore = new CountDownLatch(1);
        loop.execute(() -> {
            stopped = true;
            asksNoMore.countDown();
        });
        asksNoMore.await();
        long deadline = System.nanoTime() + TIMEOUT.plusSeconds(1).toNanos();
        while (tally.underWay() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        close();
        return tally;
    }

    private void ask(Kind kind, long due) {
        if (stopped) {
            return;
        }
        long number = asked.merge(kind, 1L, Long::sum);
        tally.sent(kind, System.nanoTime() - due);
        Client client = kind.reuse && kept >= KEPT ? idle.poll() : null;
        if (client == null) {
            client = new Client(this, kind, loop, oneWayNanos, server);
            all.add(client);
            kept += kind.reuse ? 1 : 0;
        }
        client.ask(kind.request(number, host), due);
        Client asking = client;
        loop.at(due + TIMEOUT.toNanos(), () -> asking.giveUp(due));
        long next = due + TimeUnit.SECONDS.toNanos(1) / kind.perSecond;
        loop.at(next, () -> ask(kind, next));
    }

    void answered(Client client) {
        tally.answered();
        long now = System.nanoTime();
        if (lastAnswer != 0) {
            longestGap.accumulateAndGet(now - lastAnswer, Math::max);
        }
        lastAnswer = now;
    }

    void failed(Client client, Failure failure, String how) {
        tally.failed(client.kind(), failure, how, System.nanoTime() - client.due());
    }

    void idle(Client client) {
        idle.add(client);
    }

    void gone(Client client) {
        if (all.remove(client) && client.kind().reuse) {
            kept--;
            idle.remove(client);
        }
    }

    @Override
    public void close() {
        stopped = true;
        loop.close();
    }
}
