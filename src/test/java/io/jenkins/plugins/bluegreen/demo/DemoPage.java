package io.jenkins.plugins.bluegreen.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.json.JSONObject;

/**
 * A page that shows the demo while it runs, on loopback: a square for each answer of a request through the front door, the two slots, and
 * the console. Whatever happens is one line of JSON, and all lines so far are told to each page that opens, then those that follow.
 */
final class DemoPage implements AutoCloseable, Traffic.Heard {

    /** A page that is left open for hours keeps the newest ones. */
    private static final int LONGEST = 50_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(DemoPage::daemon);
    private final Instant begun = Instant.now();
    private final Deque<String> told = new ArrayDeque<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private long first;
    private boolean closed;

    private DemoPage(HttpServer server) {
        this.server = server;
    }

    /** Serves it on a free port. */
    static DemoPage start() throws IOException {
        DemoPage page = new DemoPage(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        page.server.createContext("/", page::show);
        page.server.createContext("/events", page::tell);
        page.server.setExecutor(page.threads);
        page.server.start();
        return page;
    }

    /** Returns where it is. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Waits until somebody looks at it. */
    void awaitOpen() throws InterruptedException {
        opened.await();
    }

    /** Says what is tried now. */
    void scene(String title) {
        happened("scene", new JSONObject().put("title", title));
    }

    /** Says that nothing more is tried. */
    void end(String text) {
        happened("end", new JSONObject().put("title", text));
    }

    /** Shows the slots as they are now. */
    void slots(JSONObject slots) {
        happened("slots", slots);
    }

    /** An answer is as blue or green as the slot that gave it, and red where a user would not have been served. */
    @Override
    public void heard(int status, String what) {
        String colour = what.endsWith(", blue slot") ? "blue" : "green";
        happened(
                "answer",
                new JSONObject()
                        .put("colour", status == 200 ? colour : "red")
                        .put("status", status)
                        .put("by", what));
    }

    private synchronized void happened(String kind, JSONObject what) {
        told.add(what.put("kind", kind)
                .put("at", Duration.between(begun, Instant.now()).toMillis())
                .toString());
        if (told.size() > LONGEST) {
            told.remove();
            first++;
        }
        notifyAll();
    }

    /** Returns a console of which each line is shown there as well. */
    PrintStream console(PrintStream out) {
        OutputStream both = new OutputStream() {

            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public synchronized void write(int character) {
                out.write(character);
                if (character == '\n') {
                    String text = line.toString(StandardCharsets.UTF_8);
                    happened("line", new JSONObject().put("text", text));
                    line.reset();
                } else {
                    line.write(character);
                }
            }

            @Override
            public void flush() {
                out.flush();
            }
        };
        return new PrintStream(both, true, StandardCharsets.UTF_8);
    }

    private void show(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream page = DemoPage.class.getResourceAsStream("page.html")) {
            byte[] html = page.readAllBytes();
            boolean known = exchange.getRequestURI().getPath().equals("/");
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(known ? 200 : 404, known ? html.length : -1);
            if (known) {
                exchange.getResponseBody().write(html);
            }
        }
    }

    /** Server-sent events, see the HTML standard; a page that lost its connection says which one it heard last. */
    private void tell(HttpExchange exchange) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        long next = last == null ? 0 : Long.parseLong(last) + 1;
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        opened.countDown();
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            for (List<String> more = after(next); !more.isEmpty(); more = after(next)) {
                StringBuilder text = new StringBuilder();
                for (String event : more) {
                    text.append("id: ")
                            .append(next++)
                            .append("\ndata: ")
                            .append(event)
                            .append("\n\n");
                }
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns what has happened from that on, and waits for it; nothing where the page is closed. */
    private synchronized List<String> after(long number) throws InterruptedException {
        while (!closed && number >= first + told.size()) {
            wait();
        }
        return told.stream().skip(Math.max(0, number - first)).toList();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        // Whoever looks hears of the end.
        server.stop(1);
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "page");
        thread.setDaemon(true);
        return thread;
    }
}
