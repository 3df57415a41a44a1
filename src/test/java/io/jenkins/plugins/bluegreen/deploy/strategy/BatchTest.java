package io.jenkins.plugins.bluegreen.deploy.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {

    @ParameterizedTest
    @CsvSource({
        "1, 4, 1 1 1 1",
        "3, 4, 3 1",
        "9999, 2, 2",
        "25%, 4, 1 1 1 1",
        "25%, 5, 2 2 1",
        "1%, 3, 1 1 1",
        "50 %, 3, 2 1",
        "99%, 3, 2 1",
        "60%, 2, 1 1",
    })
    void takesSoManyAtATime(String text, int all, String sizes) {
        List<List<Integer>> batches =
                Batch.parse("batch", text).split(IntStream.range(0, all).boxed().toList());

        assertThat(batches.stream().map(batch -> "" + batch.size())).containsExactly(sizes.split(" "));
        assertThat(batches.stream().flatMap(List::stream))
                .containsExactlyElementsOf(IntStream.range(0, all).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "half", "0%", "100%", "101%", "1.5", "%", "10000", "1 2"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Batch.parse("rolling.batch", text))
                .isInstanceOf(PlanException.class)
                .hasMessage("rolling.batch is '" + text + "'; it is how many are switched at a time: a number from 1 to"
                        + " 9999, or a share from '1%' to '99%'.");
    }
}
