package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import org.junit.jupiter.api.Test;

class FindingTest {

    private static Finding wrong(String sentence) {
        return Finding.wrong("web1", "hosts", new HostException(sentence, "said\n"));
    }

    @Test
    void saysApartWhatIsWrongAndWhatToDo() {
        assertThat(wrong("The host web1 lacks flock; install it (util-linux)."))
                .isEqualTo(new Finding(
                        Mark.WRONG, "web1", "hosts", "The host web1 lacks flock.", "Install it (util-linux).", "said"));
        assertThat(wrong("One; two; do this.")).extracting(Finding::text).isEqualTo("One; two.");
    }

    @Test
    void takesNothingOutOfBrackets() {
        assertThat(wrong("The handshake failed (a; b)."))
                .isEqualTo(new Finding(Mark.WRONG, "web1", "hosts", "The handshake failed (a; b).", "", "said"));
    }

    @Test
    void isAboutTheSettingThatTheFailureNames() {
        HostException refused = new HostException("Refused; check it.").about("credentialsId");

        assertThat(Finding.wrong("web1", "hosts", refused).field()).isEqualTo("credentialsId");
        assertThat(wrong("Refused; check it.").field()).isEqualTo("hosts");
    }

    @Test
    void isAsAWholeTheSentenceThatItWas() {
        assertThat(wrong("The host web1 lacks flock; install it.").whole())
                .isEqualTo("web1: The host web1 lacks flock; install it.\nsaid");
        assertThat(Finding.good("", "", "all well").whole()).isEqualTo("all well");
    }
}
