package io.jenkins.plugins.bluegreen.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureMessageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UNDONE|The deployment shop-7 failed; the reason stands above, behind \"FAILED:\".",
                "ABORTED|The deployment shop-7 was aborted; what serves now stands above, behind \"ABORTED:\".",
                "STUCK|The deployment shop-7 did not come to its end; what is left to be done stands above, behind \"STUCK:\".",
            })
    void tellsWhereTheReasonStands(Outcome.Result result, String sentence) {
        assertThat(FailureMessage.of("shop-7", result)).hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource({"UNDONE,FAILED", "ABORTED,ABORTED", "STUCK,STUCK", "DEPLOYED,DEPLOYED", "DRY_RUN,DRY RUN"})
    void marksTheReason(Outcome.Result result, String mark) {
        assertThat(FailureMessage.mark(result)).isEqualTo(mark);
    }
}
