package io.jenkins.plugins.bluegreen.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotingTest {

    @Test
    void refusesWhatNoArgumentCanHold() {
        assertThatThrownBy(() -> Quoting.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever is put in comes out of a real shell as it was; the seed makes a failure repeatable. */
    @Test
    void everyValueReachesTheScriptLiterally() throws Exception {
        Random random = new Random(1);
        String alphabet = "ab '\"`$\\;&|<>(){}[]*?!#~=%-\n\t\rü€";
        for (int round = 0; round < 40; round++) {
            StringBuilder value = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Command command = new Command("echo", "printf '%s' \"$1\"", List.of(value.toString()));
            assertThat(shell(command.input())).isEqualTo(value.toString());
        }
    }

    @Test
    void aScriptThatArrivesCutDoesNothing() throws Exception {
        String input = new Command("echo", "echo one\necho two", List.of("x")).input();
        for (int length = 0; length < input.length() - 2; length++) {
            assertThat(shell(input.substring(0, length))).as("cut at " + length).isEmpty();
        }
    }

    @Test
    void aCommandNamesItselfWithoutItsArguments() {
        assertThat(new Command("start", "", List.of("hunter2"))).hasToString("start");
    }

    private static String shell(String input) throws Exception {
        Process process = new ProcessBuilder("sh")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
