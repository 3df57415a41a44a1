package io.jenkins.plugins.bluegreen.jenkins.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    private static final Map<String, String> VARIABLES =
            Map.of("ONE", "1", "a.b", "dotted", "TYPED", "${GIT_REVISION} $ONE $$", "EMPTY", "");

    /** Knows one token, and marks what it is given. */
    private static final Tokens.Macros MACROS = new Tokens.Macros() {
        @Override
        public boolean know(String name) {
            return name.equals("GIT_REVISION");
        }

        @Override
        public String evaluate(String token) {
            return "<" + token + ">";
        }
    };

    private static void check(String text, String expected) {
        assertThat(Tokens.replace(text, VARIABLES::get, MACROS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "r-${GIT_REVISION,length=7}|r-<${GIT_REVISION,length=7}>",
                "$GIT_REVISION and ${GIT_REVISION}, \\d|<$GIT_REVISION> and <${GIT_REVISION}>, \\d",
                "$ONE, ${ONE}, ${a.b}, [$EMPTY]|1, 1, dotted, []",
            })
    void replacesVariablesAndTokens(String text, String expected) {
        check(text, expected);
    }

    /** The plugin would fail at each of these. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "^UP$",
                "5 $ a ${",
                "${}",
                "$OTHER ${OTHER}",
                "${NOT_SET:-foo}",
                "${ONE%.*}",
                "${JAVA_OPTS:--Xmx512m}"
            })
    void leavesWhatItDoesNotKnow(String text) {
        check(text, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$$|$",
                "$$ONE $${ONE} $$GIT_REVISION $${GIT_REVISION,length=7}|$ONE ${ONE} $GIT_REVISION ${GIT_REVISION,length=7}",
                "$$$ONE|$1",
            })
    void takesTwoDollarSignsForOne(String text, String expected) {
        check(text, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[$TYPED]|[${GIT_REVISION} $ONE $$]", "$ONE$TYPED${ONE}|1${GIT_REVISION} $ONE $$1"})
    void doesNotReadWhatItPutIn(String text, String expected) {
        check(text, expected);
    }
}
