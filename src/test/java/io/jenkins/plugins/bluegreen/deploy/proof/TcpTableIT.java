package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.lab.Forgetting;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host that is asked very much shows of its connections. */
class TcpTableIT {

    @Test
    void showsWhatIsOverForAShortTimeAlone() throws Exception {
        SlotPair slots = FreePorts.slots();
        for (int i = 0; i < 50; i++) {
            openAndClose(slots.blue());
        }
        long closed = System.nanoTime();
        Until.so(
                Duration.ofSeconds(30),
                () -> System.nanoTime() - closed > Duration.ofSeconds(8).toNanos(),
                () -> "");

        assertThat(TcpTable.of(new LocalHost(), slots).in()).isEmpty();
        boolean shown = false;
        for (int tries = 0; tries < 10 && !shown; tries++) {
            openAndClose(slots.blue());
            shown = !TcpTable.of(new LocalHost(), slots).in().isEmpty();
        }
        assertThat(shown).isTrue();
    }

    /** Where there is ss(8), it tells what came over a connection that is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void tellsWhatCameOverOneThatIsKept(String shell) throws Exception {
        SlotPair slots = FreePorts.slots();
        LocalHost host = new LocalHost("local", List.of(shell.split(" ")), System.getenv("PATH"));
        try (ServerSocket server = new ServerSocket(slots.green(), 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), slots.green());
                Socket here = server.accept()) {
            assertThat(TcpTable.of(host, slots).in())
                    .extracting(TcpTable.Connection::got)
                    .containsExactly(0L);
            client.getOutputStream().write(new byte[120]);
            here.getInputStream().readNBytes(120);
            assertThat(TcpTable.of(host, slots).in())
                    .extracting(TcpTable.Connection::got)
                    .containsExactly(120L);
        }
    }

    /** The kernel's own figures, which are this network's alone. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void tellsWhereTheKernelRemembersNoMore(String shell) throws Exception {
        LocalHost host = new LocalHost("local", List.of(shell.split(" ")), System.getenv("PATH"));
        assumeTrue(Forgetting.possible(), "only root can change it");
        assertThat(TcpTable.of(host, FreePorts.slots()).forgets()).isEmpty();
        try (Forgetting kernel = new Forgetting()) {
            assertThat(TcpTable.of(host, FreePorts.slots()).forgets()).endsWith(" of 0");
        }
        assertThat(TcpTable.of(host, FreePorts.slots()).forgets()).isEmpty();
    }

    private static void openAndClose(int port) throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                // The side that closes first remembers it.
                server.accept().close();
                client.getInputStream().read();
            }
        }
    }
}
