package io.jenkins.plugins.bluegreen.jenkins.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.form.HostKeyVerification;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is guessed of a name that is none, and what is not. */
class GuessTest {

    @ParameterizedTest
    @CsvSource({
        "hots,hosts",
        "HOSTS,hosts",
        "blueport,bluePort",
        "bluPrt,bluePort",
        "observee,observe",
        "bluePort1,bluePort"
    })
    void findsASlip(String given, String meant) {
        assertThat(Guess.among(List.of("observe", "hosts", "bluePort"), given))
                .isEqualTo("; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xyz", "host-key", "garbage", "bluePort-prod", "b"})
    void doesNotGuessAnotherName(String given) {
        assertThat(Guess.among(List.of("observe", "hosts", "bluePort", "a", "web"), given))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "acceptFirstConection", "accept-first-connection", "accept", "no", "off", ""})
    void neverGuessesAtTrust(String given) {
        assertThatThrownBy(() -> HostKeyVerification.parse(given))
                .isInstanceOf(PlanException.class)
                .hasMessage("hostKeyVerification is '" + given + "'; it is one of strict, acceptFirstConnection.");
    }

    @Test
    void guessesAtDistrust() {
        assertThatThrownBy(() -> HostKeyVerification.parse("strickt")).hasMessageEndingWith("did you mean 'strict'?");
    }
}
