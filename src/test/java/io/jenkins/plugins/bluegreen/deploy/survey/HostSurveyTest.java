package io.jenkins.plugins.bluegreen.deploy.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostSurveyTest {

    @Test
    void readsWhatTheScriptTells() {
        assertThat(HostSurvey.read(
                        new CommandResult(0, "user=ann\njava=17.0.9\nlistens=80\nlistens=22\nlistens=x\n", "")))
                .isEqualTo(new HostSurvey("ann", Optional.of("17.0.9"), new TreeSet<>(Set.of(22, 80))));
        assertThat(HostSurvey.read(new CommandResult(0, "user=ann\n", "")).java())
                .isEmpty();
    }

    @Test
    void proposesTheFirstTwoPortsThatNobodyHas() {
        assertThat(FreePorts.beside(Set.of())).contains(new SlotPair(8080, 8081));
        assertThat(FreePorts.beside(Set.of(8081, 8082))).contains(new SlotPair(8084, 8085));
        assertThat(FreePorts.beside(IntStream.range(8000, 10_000).boxed().toList()))
                .isEmpty();
    }
}
