package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "r-${GIT_REVISION,length=7}|r-<${GIT_REVISION,length=7}>",
                "$ONE and ${TWO}, \\d|<$ONE> and <${TWO}>, \\d",
                // The plugin would fail at each of these.
                "^UP$|^UP$",
                "5 $ a ${|5 $ a ${",
                "$$|$$",
                "${}|${}",
            })
    void findsTokensAndNothingElse(String text, String expected) {
        assertThat(Tokens.replaceEach(text, token -> "<" + token + ">")).isEqualTo(expected);
    }
}
