package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that turns logins away while many others are not done, which OpenSSH's does by default. */
@Timeout(180)
class MaxStartupsIT {

    private static final int ALL = 50;

    @Test
    void allGetInThatLogInAtOnce() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(ALL);
        try (PrivateSshd sshd = PrivateSshd.start("MaxStartups 10:30:100")) {
            SshLogin login = sshd.login();
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < ALL; i++) {
                all.add(threads.submit(() -> {
                    start.await();
                    try (RemoteHost host = JschHost.connect(sshd.target(), login)) {
                        return host.name();
                    }
                }));
            }
            // So many are never done, however fast this machine is, that more than half of the others are turned away
            // at first.
            List<Socket> idle = new ArrayList<>();
            for (int i = 0; i < ALL; i++) {
                idle.add(new Socket("127.0.0.1", sshd.target().port()));
            }
            start.countDown();
            Until.so(
                    Duration.ofMinutes(1),
                    () -> log(sshd)
                                    .lines()
                                    .filter(line -> line.contains("drop connection"))
                                    .count()
                            > ALL / 2,
                    () -> "none is turned away: " + log(sshd));
            for (Socket socket : idle) {
                socket.close();
            }
            for (Future<String> one : all) {
                assertThat(one.get()).isEqualTo(sshd.target().toString());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Most of so many would be turned away, and each of these tried again only after a pause. */
    @Test
    void noneIsTurnedAwayWhereOnlyWeLogIn() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(ALL);
        try (PrivateSshd sshd = PrivateSshd.start("MaxStartups 20:100:20")) {
            SshLogin login = sshd.login();
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < ALL; i++) {
                all.add(threads.submit(() -> {
                    start.await();
                    try (RemoteHost host = JschHost.connect(sshd.target(), login)) {
                        return host.name();
                    }
                }));
            }
            start.countDown();
            for (Future<String> one : all) {
                assertThat(one.get()).isEqualTo(sshd.target().toString());
            }
            assertThat(log(sshd)).contains("Accepted publickey").doesNotContain("drop connection");
        } finally {
            threads.shutdownNow();
        }
    }

    private static String log(PrivateSshd sshd) {
        try {
            return Files.readString(sshd.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void namesTheLimitWhereNoTryGetsIn() throws Exception {
        try (Rude server = new Rude("");
                PrivateSshd sshd = PrivateSshd.start()) {
            assertThatThrownBy(() -> JschHost.connect(server.target(), sshd.login()))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("handshake")
                    .hasMessageContaining("MaxStartups")
                    .hasMessageContaining("check that an SSH server listens there");
            assertThat(server.met.get()).isGreaterThan(2);
        }
    }

    @Test
    void saysWhatAPeerSaidThatIsNoSshServer() throws Exception {
        try (Rude server = new Rude("HTTP/1.1 400 Bad Request\r\n\r\n");
                PrivateSshd sshd = PrivateSshd.start()) {
            assertThatThrownBy(() -> JschHost.connect(server.target(), sshd.login()))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("it said 'HTTP/1.1 400 Bad Request'")
                    .hasMessageContaining("check that an SSH server listens there");
        }
    }

    /** Lets each in, says something, and hangs up. */
    private static final class Rude implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger met = new AtomicInteger();

        Rude(String words) throws IOException {
            Thread thread = new Thread(() -> {
                while (!socket.isClosed()) {
                    try (Socket one = socket.accept()) {
                        met.incrementAndGet();
                        one.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                        one.shutdownOutput();
                        one.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        // It was closed, here or there.
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        Target target() {
            return Target.parse("127.0.0.1:" + socket.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
