package io.jenkins.plugins.bluegreen.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several scripts in one round trip, in a real shell. */
class BatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final LocalHost host = new LocalHost();

    @Test
    void eachHasItsOwnArgumentsOutputAndEnd() throws Exception {
        List<CommandResult> results = host.run(
                List.of(
                        new Command(
                                "one", "set -u; x=1; printf '%s' \"$1\"; echo oops >&2; exit 3", List.of("it's\n$x")),
                        new Command("two", "echo \"$# ${x-unset}\"", List.of()),
                        new Command("three", "f() { return 7; }; f", List.of())),
                LIMIT);
        assertThat(results)
                .containsExactly(
                        new CommandResult(3, "it's\n$x", "oops\n"),
                        new CommandResult(0, "0 unset\n", ""),
                        new CommandResult(7, "", ""));
        assertThat(host.begun()).containsExactly("one and two and three");
    }

    @Test
    void noneReadsTheScriptOfTheNextOne() throws Exception {
        List<CommandResult> results = host.run(
                List.of(new Command("reads", "cat; echo read", List.of()), new Command("next", "echo next", List.of())),
                LIMIT);
        assertThat(results).extracting(CommandResult::out).containsExactly("read\n", "next\n");
    }

    @Test
    void whatDidNotComeToItsEndIsNoResult() {
        assertThatThrownBy(() -> host.run(
                        List.of(
                                new Command("survey", "echo so far; kill -9 $$", List.of()),
                                new Command("look", "echo next", List.of())),
                        LIMIT))
                .isInstanceOf(HostException.class)
                .hasMessage("'survey and look' did not run to its end.");
    }
}
