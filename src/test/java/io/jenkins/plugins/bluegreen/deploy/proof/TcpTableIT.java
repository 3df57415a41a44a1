package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

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
