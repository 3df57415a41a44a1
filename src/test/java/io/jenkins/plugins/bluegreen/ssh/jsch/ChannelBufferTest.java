package io.jenkins.plugins.bluegreen.ssh.jsch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChannelBufferTest {

    private final ChannelBuffer inbox = new ChannelBuffer();
    private final InputStream reader = inbox.reader();

    @Test
    void aReadThatWaitsTooLongEndsWithATimeoutAndLosesNothing() throws Exception {
        inbox.readTimeout(20);

        assertThatThrownBy(reader::read).isInstanceOf(SocketTimeoutException.class);

        inbox.write("late".getBytes(StandardCharsets.US_ASCII));
        assertThat(reader.readNBytes(4)).asString(StandardCharsets.US_ASCII).isEqualTo("late");
    }
}
