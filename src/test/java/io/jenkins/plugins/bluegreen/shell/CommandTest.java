package io.jenkins.plugins.bluegreen.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandTest {

    /** Each deployment sends dozens of scripts. */
    @Test
    void commentsAreNotSent() {
        String script = Command.script(DirectoryScripts.class, "directory").script();

        assertThat(script).contains("set -u\n", "alone() {\n").doesNotContainPattern("(?m)^\\s*#");
    }
}
