package io.jenkins.plugins.bluegreen.ssh.jsch;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.Logger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What JSch says only to its log. */
class SshLogTest {

    private final SshLog log = new SshLog("shop.example.com");
    private final List<String> lastWords = new ArrayList<>();

    @Test
    void tellsWhyAConnectionEnds() {
        log.onLastWords(lastWords::add);
        log.log(Logger.INFO, "Connection established");
        log.log(
                Logger.INFO,
                "Caught an exception, leaving main loop due to SSH_MSG_DISCONNECT: 2 data packet referred to nonexistent channel 0 ");
        log.log(Logger.INFO, "Caught an exception, leaving main loop due to Packet corrupt");

        assertThat(lastWords)
                .containsExactly("the server said 'data packet referred to nonexistent channel 0'", "Packet corrupt");
    }
}
