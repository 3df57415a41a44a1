package io.jenkins.plugins.bluegreen.deploy.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Silence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhichHeldTest {

    private static List<String> settled(WhichHeld which) {
        List<String> settled = new ArrayList<>();
        which.gone(
                new Silence() {
                    @Override
                    public void cutOffSettled(String deployment, String how) {
                        settled.add(deployment + ": " + how);
                    }
                },
                new Held.GoneException("It is gone."));
        return settled;
    }

    /** What one of several is, on hosts of the same address that another agent reaches, is held there still. */
    @Test
    void onlyTheOneThatIsCertainlyGoneIsSettled() {
        assertThat(settled(WhichHeld.of("shop-2-aaaaaa"))).containsExactly("shop-2-aaaaaa: It is gone.");
        assertThat(settled(WhichHeld.of(List.of("shop-2-aaaaaa", "shop-2-bbbbbb"))))
                .isEmpty();
        assertThat(settled(WhichHeld.ANY)).isEmpty();
    }

    @Test
    void noneMeansAny() {
        assertThat(WhichHeld.of("").any()).isTrue();
        assertThat(WhichHeld.of(List.of()).any()).isTrue();
        assertThat(WhichHeld.of(List.of("shop-2-aaaaaa")).any()).isFalse();
    }
}
