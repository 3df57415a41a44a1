package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Many clients, each with the cookies that it was given, which ask one after the other, again and again, over new connections. */
public final class Clients implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int AT_ONCE = 4;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final Pattern COOKIE = Pattern.compile("(?i)\r\nSet-Cookie: ([^;\r]+)");
    private static final Pattern RELEASE = Pattern.compile("release=(\\w+)");

    private final URI url;
    private final long gapNanos;
    private final List<Client> clients = new ArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** One of them: which releases it came to, each time it came to another one. */
    private static final class Client {

        private volatile String cookie = "";
        private final List<String> releases = new CopyOnWriteArrayList<>();
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();

        void heard(String release) {
            if (releases.isEmpty() || !releases.get(releases.size() - 1).equals(release)) {
                releases.add(release);
            }
        }
    }

    private Clients(URI url, int perSecond) {
        this.url = url;
        this.gapNanos = TimeUnit.SECONDS.toNanos(AT_ONCE) / perSecond;
    }

    /** Starts so many, which ask so often together; returns when each was answered once. */
    public static Clients of(URI url, int number, int perSecond) {
        return with("", url, number, perSecond);
    }

    /** Starts the same, each with a cookie that it has from the beginning: {@code name=value}. */
    public static Clients with(String cookie, URI url, int number, int perSecond) {
        Clients all = new Clients(url, perSecond);
        for (int i = 0; i < number; i++) {
            Client client = new Client();
            client.cookie = cookie;
            all.clients.add(client);
        }
        for (int i = 0; i < AT_ONCE; i++) {
            Thread thread = new Thread(all::run, "clients");
            thread.setDaemon(true);
            all.threads.add(thread);
            thread.start();
        }
        all.answeredMoreThan(Collections.nCopies(number, 0));
        return all;
    }

    private void run() {
        long due = System.nanoTime();
        while (!stopped) {
            Client client = clients.get(next.getAndIncrement() % clients.size());
            // One after the other, or an answer that is late would seem to come after the next one.
            synchronized (client) {
                client.asked.incrementAndGet();
                ask(client);
                client.answered.incrementAndGet();
            }
            due += gapNanos;
            while (!stopped && System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            due = Math.max(due, System.nanoTime() - gapNanos);
        }
    }

    private void ask(Client client) {
        try (Socket socket = new Socket(InetAddress.getByName(url.getHost()), url.getPort())) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            String cookie = client.cookie.isEmpty() ? "" : "Cookie: " + client.cookie + "\r\n";
            String request =
                    "GET / HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nConnection: close\r\n" + cookie + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher status = STATUS.matcher(answer);
            Matcher given = COOKIE.matcher(answer);
            if (given.find()) {
                client.cookie = given.group(1);
            }
            if (!status.lookingAt() || !status.group(1).equals("200")) {
                failures.add(answer.lines().findFirst().orElse("nothing"));
            }
            Matcher release = RELEASE.matcher(answer);
            if (release.find()) {
                client.heard(release.group(1));
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    /** Returns when each of them has asked again, from now on. */
    public void round() {
        answeredMoreThan(clients.stream().map(client -> client.asked.get()).toList());
    }

    private void answeredMoreThan(List<Integer> times) {
        Until.so(
                Duration.ofSeconds(60),
                () -> IntStream.range(0, times.size())
                        .allMatch(i -> clients.get(i).answered.get() > times.get(i)),
                () -> "they do not come to an end");
    }

    /** Returns how many came to a release last. */
    public long at(String release) {
        return clients.stream()
                .filter(client -> !client.releases.isEmpty())
                .filter(client ->
                        client.releases.get(client.releases.size() - 1).equals(release))
                .count();
    }

    /** Returns the ways that they took, each once: {@code r1 r2} for one that went from the one to the other. */
    public List<String> ways() {
        return clients.stream()
                .map(client -> String.join(" ", client.releases))
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns what was answered otherwise than with 200, or why nothing was. */
    public List<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
