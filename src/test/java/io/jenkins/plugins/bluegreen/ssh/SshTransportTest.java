package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whichever side notices first that a connection is over, all who wait are told before JSch is. */
@Timeout(30)
class SshTransportTest {

    /** Nothing can be sent, while the end is not to be read before it is let. */
    private static final class BrokenSocket extends Socket {

        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    throw new IOException("Broken pipe");
                }
            };
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    try {
                        return end.await(20, TimeUnit.SECONDS) ? -1 : 0;
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
            };
        }
    }

    private final BrokenSocket socket = new BrokenSocket();
    private final SshTransport transport = SshTransport.over("shop.example.com", socket);

    @Test
    void isOverWhenNothingCanBeSent() {
        assertThatThrownBy(() -> transport.getOutputStream(socket).write(new byte[9], 0, 9))
                .isInstanceOf(IOException.class);

        assertThat(transport.over()).isCompletedExceptionally();
        assertThatThrownBy(transport.over()::get)
                .hasCauseInstanceOf(HostException.class)
                .cause()
                .hasMessage("The SSH connection to shop.example.com ended: Broken pipe.");
    }

    @Test
    void endsForTheReasonThatIsRead() throws Exception {
        InputStream in = transport.getInputStream(socket);
        Thread reader = new Thread(() -> {
            try {
                in.read();
            } catch (IOException e) {
                // It is not asked for.
            }
        });
        reader.start();
        Thread writer = new Thread(() -> {
            try {
                transport.getOutputStream(socket).write(new byte[9], 0, 9);
            } catch (IOException e) {
                // That is what it meets.
            }
        });
        writer.start();
        socket.end.countDown();
        writer.join();
        reader.join();

        assertThatThrownBy(transport.over()::get)
                .cause()
                .hasMessage("The SSH connection to shop.example.com ended: the server closed it.");
    }
}
