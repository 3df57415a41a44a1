package io.jenkins.plugins.bluegreen.lab;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProgramsTest {

    @Test
    void saysInOneSentenceWhatToInstall() {
        assertThatThrownBy(() -> Programs.find("no-such-nginx", "nginx"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no-such-nginx is missing; install it with: apt-get install nginx");
    }
}
