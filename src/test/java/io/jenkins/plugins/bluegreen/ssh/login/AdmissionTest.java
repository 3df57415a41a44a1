package io.jenkins.plugins.bluegreen.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.JschHost;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Password;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {

    private static final int TO_ONE = 8;
    private static final Target SERVER = Target.parse("bastion.example:22");

    /** Less than the courtesy for which a place among all is waited for, and ample for what does not wait. */
    private static final int SOON = 3;

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void lets8BeginToOneServerAndTheNextOneAsOneIsOver() throws Exception {
        List<Admission> begun = new ArrayList<>();
        for (int i = 0; i < TO_ONE; i++) {
            begun.add(Admission.to(SERVER));
        }
        CompletableFuture<Admission> next = CompletableFuture.supplyAsync(() -> Admission.to(SERVER));
        Admission other = Admission.to(Target.parse("other.example:22"));
        try {
            assertThat(waits(next)).isTrue();
        } finally {
            other.over();
            begun.remove(0).over();
        }
        next.get(10, TimeUnit.SECONDS).over();
        begun.forEach(Admission::over);
    }

    @Test
    void ofAllServersOnlySoManyAreWorkedForAtOnce() throws Exception {
        List<Admission> begun = new ArrayList<>();
        for (int i = 0; i < Admission.TO_ALL; i++) {
            Admission one = Admission.to(Target.parse("h" + i + ".example:22"));
            one.connected();
            begun.add(one);
        }
        Admission last = Admission.to(Target.parse("last.example:22"));
        CompletableFuture<Void> next = CompletableFuture.runAsync(last::connected);
        try {
            assertThat(waits(next)).isTrue();
        } finally {
            begun.remove(0).over();
        }
        next.get(SOON, TimeUnit.SECONDS);
        last.over();
        begun.forEach(Admission::over);
    }

    /** As behind a firewall that drops packets. */
    @Test
    void hostsThatDoNotAnswerKeepNobodyElseWaiting() throws Exception {
        List<Deaf> servers = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < Admission.TO_ALL / TO_ONE; i++) {
                servers.add(new Deaf());
            }
            for (int i = 0; i < Admission.TO_ALL; i++) {
                Deaf server = servers.get(i / TO_ONE);
                threads.submit(() -> connect(server.port()));
            }
            Until.so(
                    LONG,
                    () -> in("SshTransport", "to") >= Admission.TO_ALL,
                    () -> in("SshTransport", "to") + " are being connected to");
            assertNobodyWaits();
        } finally {
            threads.shutdownNow();
            for (Deaf server : servers) {
                server.close();
            }
        }
    }

    @Test
    void whoFailsGivesItsPlaceBack() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> sendAway(rude));
            thread.setDaemon(true);
            thread.start();
            for (int i = 0; i < Admission.TO_ALL; i++) {
                assertThatThrownBy(() -> connect(rude.getLocalPort()))
                        .isInstanceOf(HostException.class)
                        .hasMessageContaining("it said 'go away'");
            }
            assertNobodyWaits();
        }
    }

    /** It is interrupted while it waits for its place, so nothing of it was begun. */
    @Test
    void whoLeftIsNotLoggedIn() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        // An address of its own: the port may be one to which another test's logins are not over yet.
        String address = "127.0.0.9";
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName(address))) {
            Target target = Target.parse(address + ":" + server.getLocalPort());
            List<Admission> others = new ArrayList<>();
            for (int i = 0; i < TO_ONE; i++) {
                others.add(Admission.to(target));
            }
            Future<?> login = threads.submit(() -> connect(target));
            Until.so(LONG, () -> in("Admission", "to") == 1, () -> "it does not wait");
            login.cancel(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            others.forEach(Admission::over);
            Until.so(LONG, () -> in("Handshake", "patiently") == 0, () -> "it goes on");

            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertNobodyWaits() throws Exception {
        Admission admission = Admission.to(Target.parse("well.example:22"));
        try {
            CompletableFuture.runAsync(admission::connected).get(SOON, TimeUnit.SECONDS);
        } finally {
            admission.over();
        }
    }

    private static Void connect(int port) throws HostException {
        return connect(Target.parse("127.0.0.1:" + port));
    }

    private static Void connect(Target target) throws HostException {
        JschHost.connect(target, new SshLogin("deploy", new Password("none"), "# none"))
                .close();
        return null;
    }

    /** Returns how many threads are in a method. */
    private static long in(String type, String method) {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().endsWith("." + type)
                                && frame.getMethodName().equals(method)))
                .count();
    }

    private static void sendAway(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket one = server.accept()) {
                one.getOutputStream().write("go away\r\n".getBytes(StandardCharsets.US_ASCII));
                one.shutdownOutput();
                one.getInputStream().readAllBytes();
            } catch (IOException e) {
                // It was closed, here or there.
            }
        }
    }

    private static boolean waits(CompletableFuture<?> future) throws Exception {
        try {
            future.get(100, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    /** A port where so many wait to be taken that the system answers nobody any more (listen(2)). */
    private static final class Deaf implements AutoCloseable {

        private static final int MOMENT = 200;

        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> waiting = new ArrayList<>();

        Deaf() throws IOException {
            boolean full = false;
            while (!full) {
                Socket next = new Socket();
                waiting.add(next);
                try {
                    next.connect(socket.getLocalSocketAddress(), MOMENT);
                } catch (SocketTimeoutException e) {
                    full = true;
                }
            }
        }

        int port() {
            return ((InetSocketAddress) socket.getLocalSocketAddress()).getPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket one : waiting) {
                one.close();
            }
        }
    }
}
