package io.jenkins.plugins.bluegreen.ssh.jsch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LateOutputTest {

    private final AtomicBoolean closed = new AtomicBoolean();
    private final ByteArrayOutputStream reader = new ByteArrayOutputStream() {
        @Override
        public void close() {
            closed.set(true);
        }
    };

    @Test
    void passesOnWhatCameBeforeAndAfterAndTheEnd() throws Exception {
        LateOutput output = new LateOutput();
        output.write("early ".getBytes(StandardCharsets.UTF_8));
        output.into(reader);
        output.write("late".getBytes(StandardCharsets.UTF_8));
        assertThat(closed).isFalse();
        output.close();
        assertThat(reader.toString(StandardCharsets.UTF_8)).isEqualTo("early late");
        assertThat(closed).isTrue();
    }

    @Test
    void tellsAnEndThatCameBefore() throws Exception {
        LateOutput output = new LateOutput();
        output.close();
        output.into(reader);
        assertThat(closed).isTrue();
    }

    @Test
    void keepsNoEndlessGreeting() throws Exception {
        LateOutput output = new LateOutput();
        for (int i = 0; i < 100; i++) {
            output.write(new byte[10_000]);
        }
        output.into(reader);
        assertThat(reader.size()).isEqualTo(1 << 16);
    }
}
