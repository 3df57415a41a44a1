package io.jenkins.plugins.bluegreen.deploy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {

    private final Silence silence = new Silence(3);

    private long look(boolean nothing, long answered) {
        silence.look(nothing, answered);
        return silence.unheard();
    }

    @Test
    void whatIsAnsweredAndNeverNotedIsToldAfterAnotherLook() {
        assertThat(look(true, 9)).isZero();
        assertThat(look(true, 15)).isEqualTo(6);
        assertThat(look(true, 21)).isEqualTo(12);
    }

    @Test
    void whatIsNotedOnceMoreIsNoSilence() {
        assertThat(look(true, 9)).isZero();
        assertThat(look(false, 15)).isZero();
        assertThat(look(true, 21)).isZero();
        assertThat(look(false, 27)).isZero();
    }

    @Test
    void whereAnythingWasNotedItIsQuietForReasonsOfItsOwn() {
        assertThat(look(false, 50)).isZero();
        assertThat(look(true, 56)).isZero();
        assertThat(look(true, 620)).isZero();
    }

    @Test
    void aFewQuestionsSayNothingNorDoesNone() {
        for (int i = 0; i < 100; i++) {
            assertThat(look(true, 3)).isZero();
        }
        assertThat(look(true, 7)).isZero();
        assertThat(look(true, 8)).isZero();
        assertThat(look(true, 8)).isEqualTo(5);
    }
}
