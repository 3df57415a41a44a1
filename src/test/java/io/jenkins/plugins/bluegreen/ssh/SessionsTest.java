package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.Sessions.Channels;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that calls a channel too many prohibited, the reason that no waiting for its end helps against (RFC 4254, 5.1). */
@Timeout(60)
class SessionsTest {

    private static final int PROHIBITED = 1;

    private final AtomicInteger spares = new AtomicInteger(2);
    private final AtomicInteger asked = new AtomicInteger();
    private final Channels refused = new Channels() {
        @Override
        public <C extends Channel> C make(Class<C> kind, String type) {
            return kind.cast(new Refused());
        }
    };

    /** Opens once all that only waits there was given up. */
    private final class Refused extends ChannelExec {

        @Override
        public void connect() throws JSchException {
            asked.incrementAndGet();
            if (spares.get() > 0) {
                throw new JSchException("channel is not opened.");
            }
        }

        @Override
        public int getExitStatus() {
            return PROHIBITED;
        }
    }

    @Test
    void givesUpWhatOnlyWaitsThere() throws Exception {
        Sessions sessions = new Sessions("app", refused, () -> spares.getAndUpdate(left -> Math.max(0, left - 1)) > 0);
        sessions.open(ChannelExec.class, "exec", "look", channel -> {}, () -> true);
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksForNoneAgainWhereNothingWaits() {
        Sessions sessions = new Sessions("app", refused, () -> false);
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> sessions.open(ChannelExec.class, "exec", "look", channel -> {}, () -> true))
                .withMessageContaining("MaxSessions 2");
        assertThat(asked).hasValue(1);
    }
}
